import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ReadingQuery } from '@ioc/server/adapters/http/observation-routes'
import { openHttpServer, type HttpServer } from '@ioc/server/adapters/http/http-server'
import type { Reading } from '@ioc/server/ports/observation-store'
import { openRoom, T0 } from './room.js'

const PM = '/api/v1/observations?station=A1&property=pm2_5'
const opened: HttpServer[] = []
afterEach(async () => {
  for (const http of opened.splice(0)) await http.close()
})

function* rows(from: number, to: number): Generator<Reading> {
  for (let i = from; i < to; i++) yield { at: T0 + i, value: i / 3, quality: 'good' }
}

describe('observations', () => {
  it('are read as asked, by default the last 24 h as measured', async () => {
    const asked: ReadingQuery[] = []
    const { api, as } = await openRoom({
      async *read(query) {
        asked.push(query)
        yield []
        yield [{ at: T0, value: -0, quality: 'good' }]
        yield []
        yield [{ at: T0 + 1, value: 0.1 + 0.2, quality: 'suspect' }]
      },
    })
    const answer = await api.inject({ url: PM, headers: as('viewer') })
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.json()).toEqual([
      { at: '2026-11-22T03:00:00.000Z', value: -0, quality: 'good' },
      { at: '2026-11-22T03:00:00.001Z', value: 0.30000000000000004, quality: 'suspect' },
    ])
    const csv = await api.inject({
      url: `${PM}&every=1h&fn=max&from=1000&to=2000`,
      headers: { ...as('viewer'), accept: 'text/csv' },
    })
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.body).toBe(
      'at,value,quality\n2026-11-22T03:00:00.000Z,-0,good\n2026-11-22T03:00:00.001Z,0.30000000000000004,suspect\n',
    )
    const one = { station: 'A1', property: 'pm2_5' }
    expect(asked).toEqual([
      { ...one, from: T0 - 24 * 3_600_000, to: T0 + 300_001, every: null, fn: null },
      { ...one, from: 1_000, to: 2_000, every: '1h', fn: 'max' },
    ])
  })

  it('are a file named by the local days in it', async () => {
    const { api, as } = await openRoom()
    const nameOf = async (from: string, to: string) => {
      const url = `${PM}&format=csv&from=${from}&to=${to}`
      return (await api.inject({ url, headers: as('viewer') })).headers['content-disposition']
    }
    expect(await nameOf('2026-11-23T17:00:00Z', '2026-11-24T17:00:00Z')).toBe(
      'attachment; filename="A1-pm2_5-2026-11-24.csv"',
    )
    expect(await nameOf('2026-11-23T16:59:59Z', '2026-11-24T17:00:01Z')).toBe(
      'attachment; filename="A1-pm2_5-2026-11-23-2026-11-25.csv"',
    )
  })

  it('are an empty list where there are none, and indices are read alike', async () => {
    const { api, as } = await openRoom()
    const get = (url: string, accept: string) => api.inject({ url, headers: { ...as('viewer'), accept } })
    expect((await get(PM, '*/*')).body).toBe('[]')
    expect((await get(PM, 'text/csv')).body).toBe('at,value,quality\n')
    expect((await get(PM.replace('pm2_5', 'vn_aqi'), '*/*')).body).toBe('[]')
  })

  it('give a proper error where the store fails at once', async () => {
    const { api, as } = await openRoom({
      // oxlint-disable-next-line require-yield
      async *read() {
        throw new Error('no disk')
      },
    })
    const answer = await api.inject({ url: PM, headers: as('viewer') })
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal'])
  })

  it('are streamed without a row limit', async () => {
    const room = await openRoom({
      async *read() {
        for (let i = 0; i < 200_000; i += 1_000) yield [...rows(i, i + 1_000)]
      },
    })
    const http = await openHttpServer(room.options)
    opened.push(http)
    const answer = await fetch(`http://127.0.0.1:${http.port}${PM}`, { headers: room.as('viewer') })
    const list = (await answer.json()) as { at: string; value: number }[]
    expect(list).toHaveLength(200_000)
    expect(list.every(({ value }, i) => value === i / 3)).toBe(true)
  })

  it('are read no faster than the client takes them, and no more once it is gone', async () => {
    let chunks = 0
    let ended = false
    const room = await openRoom({
      async *read() {
        try {
          for (;;) {
            chunks += 1
            yield [...rows(0, 1_000)]
          }
        } finally {
          ended = true
        }
      },
    })
    const http = await openHttpServer(room.options)
    opened.push(http)
    const socket = connect(http.port, '127.0.0.1')
    socket.write(`GET ${PM} HTTP/1.1\r\nhost: x\r\nauthorization: ${room.as('viewer').authorization}\r\n\r\n`)
    socket.pause()
    await until(() => chunks > 3)
    let before = -1
    await until(() => {
      const still = chunks === before
      before = chunks
      return still
    }, 300)
    expect(chunks).toBeLessThan(1_000)
    expect(ended).toBe(false)
    socket.destroy()
    await until(() => ended)
    expect(chunks).toBeLessThanOrEqual(before + 2)
  })

  it('break off visibly when the store fails on the way', async () => {
    const room = await openRoom({
      async *read() {
        yield [...rows(0, 10)]
        throw new Error('no disk')
      },
    })
    const http = await openHttpServer(room.options)
    opened.push(http)
    const answer = await fetch(`http://127.0.0.1:${http.port}${PM}`, { headers: room.as('viewer') })
    await expect(answer.text()).rejects.toThrow(/terminated/)
  })
})

describe('the server', () => {
  it('lets in over WebSocket who has a token, or a cookie on a page of ours, and closes at once', async () => {
    const room = await openRoom()
    const http = await openHttpServer(room.options)
    const { authorization } = room.as('leader')
    const secret = authorization.slice(7)
    expect(http.authenticate({}, secret)).toMatchObject({ name: 'leader', role: 'leader' })
    expect(http.authenticate({ authorization }, null)).toMatchObject({ role: 'leader' })
    const cookie = `theme=dark; ioc_session=${secret}`
    expect(http.authenticate({ cookie, host: 'a', origin: 'http://a' }, null)).toMatchObject({ role: 'leader' })
    expect(http.authenticate({ cookie, host: 'a', origin: 'http://b' }, null)).toBeNull()
    expect(http.authenticate({}, null)).toBeNull()
    expect(http.authenticate({}, 'wrong')).toBeNull()
    const idle = connect(http.port, '127.0.0.1')
    await once(idle, 'connect')
    await http.close()
    await http.close()
    expect((await Promise.allSettled([fetch(`http://127.0.0.1:${http.port}/healthz`)]))[0]?.status).toBe('rejected')
    idle.destroy()
  })
})

async function until(condition: () => boolean, everyMs = 20): Promise<void> {
  while (!condition()) await new Promise((later) => setTimeout(later, everyMs))
}
