import { describe, expect, it } from 'vitest'
import { cookieOf, openRoom, PASSWORD, STATION } from './room.js'

describe('a session', () => {
  it('opens with name and password, tells who it is, and ends', async () => {
    const room = await openRoom()
    const answer = await room.api.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { username: 'admin', password: PASSWORD },
    })
    const session = { user: { name: 'admin', role: 'admin' }, expiresAt: '2026-11-22T15:00:00.000Z' }
    expect(answer.json()).toEqual(session)
    expect(answer.headers['set-cookie']).toMatch(
      /^ioc_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    const cookie = String(answer.headers['set-cookie']).split(';')[0] as string
    const session2 = await room.api.inject({ url: '/api/v1/session', headers: { cookie } })
    expect(session2.json()).toEqual(session)
    const end = await room.api.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie } })
    expect(end.statusCode).toBe(204)
    expect(end.headers['set-cookie']).toMatch(/^ioc_session=; Max-Age=0;/)
    expect((await room.api.inject({ url: '/api/v1/session', headers: { cookie } })).statusCode).toBe(401)
    const trail = await room.api.inject({ url: '/api/v1/audit', headers: room.as('admin') })
    expect(trail.json().map((entry: { action: string }) => entry.action)).toEqual(['session.close', 'session.open'])
    expect(trail.body).not.toContain(PASSWORD)
    expect(trail.body).not.toContain(cookie.slice(12))
  })

  it('changes its own password, which ends the other sessions', async () => {
    const room = await openRoom()
    const [mine, other] = [await cookieOf(room), await cookieOf(room)]
    const change = (old: string, next: string, headers: Record<string, string> = { cookie: mine }) => {
      const payload = { old, new: next }
      return room.api.inject({ method: 'POST', url: '/api/v1/session/password', headers, payload })
    }
    expect((await change('wrong', 'a new password')).json()).toMatchObject({ code: 'auth.wrong' })
    expect((await change(PASSWORD, 'short')).json()).toMatchObject({ code: 'request.bad' })
    expect((await change(PASSWORD, 'a new password', room.as('admin'))).json().code).toBe('auth.forbidden')
    expect((await change(PASSWORD, 'a new password')).statusCode).toBe(204)
    const status = async (cookie: string) =>
      (await room.api.inject({ url: '/api/v1/session', headers: { cookie } })).statusCode
    expect([await status(mine), await status(other)]).toEqual([200, 401])
    expect(await status(await cookieOf(room, 'a new password'))).toBe(200)
    const noted = (await room.audit.list(9)).map(({ action }) => action)
    expect(noted).toContain('password.refused')
    expect(noted).toContain('password.change')
    for (let tries = 0; tries < 10; tries++) await change('guess', 'a new password')
    expect((await change('a new password', 'yet another one')).json()).toMatchObject({ code: 'rate.exceeded' })
  })

  it('is refused alike for a wrong password and an unknown name', async () => {
    const { api } = await openRoom()
    const attempt = async (username: string) => {
      const payload = { username, password: 'wrong' }
      const answer = await api.inject({ method: 'POST', url: '/api/v1/session', payload })
      expect(answer.headers['set-cookie']).toBeUndefined()
      return [answer.statusCode, answer.json()]
    }
    expect(await attempt('nobody')).toEqual(await attempt('admin'))
    expect((await attempt('admin'))[1]).toMatchObject({ code: 'auth.wrong', status: 401 })
  })

  it('is slowed for who guesses', async () => {
    const { api } = await openRoom()
    const payload = { username: 'admin', password: 'wrong' }
    const codes: number[] = []
    for (let i = 0; i < 11; i++) {
      codes.push((await api.inject({ method: 'POST', url: '/api/v1/session', payload })).statusCode)
    }
    expect(codes).toEqual([...Array<number>(10).fill(401), 429])
  })

  it('changes something only from a page of ours', async () => {
    const room = await openRoom()
    const cookie = await cookieOf(room)
    const change = async (headers: Record<string, string>) => {
      const answer = await room.api.inject({
        method: 'PATCH',
        url: `/api/v1/stations/${STATION.id}`,
        headers: { host: 'ioc.hue.gov.vn:8080', ...headers },
        payload: { name: 'B' },
      })
      return answer.statusCode === 200 ? 'done' : answer.json().code
    }
    expect(await change({ cookie, origin: 'https://ioc.hue.gov.vn:8080' })).toBe('done')
    expect(await change({ cookie, 'sec-fetch-site': 'same-origin' })).toBe('done')
    expect(await change({ cookie })).toBe('done')
    expect(await change({ cookie, origin: 'https://ioc.hue.gov.vn' })).toBe('auth.origin')
    expect(await change({ cookie, origin: 'https://evil.example' })).toBe('auth.origin')
    expect(await change({ cookie, origin: 'null' })).toBe('auth.origin')
    expect(await change({ cookie, 'sec-fetch-site': 'cross-site' })).toBe('auth.origin')
    expect(await change({ cookie, 'sec-fetch-site': 'same-site' })).toBe('auth.origin')
    expect(await change({ ...room.as('engineer'), origin: 'https://evil.example' })).toBe('done')
  })
})
