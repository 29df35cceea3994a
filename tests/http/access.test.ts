import { describe, expect, it } from 'vitest'
import { HOUR } from '@ioc/shared/time'
import { ROLES, type Role } from '@ioc/shared/wire'
import { cookieOf, openRoom } from './room.js'

const FREE = ['GET /healthz', 'GET /readyz', 'POST /api/v1/session', 'GET *', 'HEAD *']

/** Every route of the server, with something in the place of its parameters. */
async function routesOf({ api }: Awaited<ReturnType<typeof openRoom>>) {
  const lines = api.printRoutes({ commonPrefix: false }).split('\n')
  const path: string[] = []
  return lines.flatMap((line) => {
    const found = /^([│ ]*)[├└]── (\S*) ?(?:\((.*)\))?$/.exec(line)
    if (!found) return []
    path.splice((found[1] as string).length / 4, Infinity, found[2] as string)
    const url = path.join('')
    return (found[3] ?? '').split(', ').flatMap((method) => (method === '' ? [] : [{ method, url }]))
  })
}

describe('without sign-in', () => {
  it('every route but the free ones answers 401', async () => {
    const room = await openRoom()
    const routes = await routesOf(room)
    expect(routes.length).toBeGreaterThan(35)
    for (const { method, url } of routes) {
      const answer = await room.api.inject({
        method: method as 'GET',
        url: url.replace(/:\w+/g, 'x').replace('docs/*', 'docs/static/x').replace(/^\*/, '/x'),
        remoteAddress: '10.0.0.7',
      })
      const free = FREE.includes(`${method} ${url}`)
      const code = answer.body.startsWith('{') ? answer.json().code : undefined
      expect(`${method} ${url}: ${code === 'auth.needed'}`).toBe(`${method} ${url}: ${!free}`)
      expect(answer.statusCode === 401).toBe(!free)
    }
  })

  it('a wrong, an expired and a revoked token are none', async () => {
    const room = await openRoom()
    const get = (authorization: string) => room.api.inject({ url: '/api/v1/areas', headers: { authorization } })
    expect((await get(room.as('viewer').authorization)).statusCode).toBe(200)
    expect((await get('Bearer nonsense')).json()).toEqual({
      type: 'urn:ioc:problem:auth.needed',
      title: 'sign-in needed',
      status: 401,
      code: 'auth.needed',
      detail: 'the sign-in is over',
    })
    const [viewer] = room.tokens.list('token')
    await room.tokens.revoke(viewer?.id as string)
    expect((await get(room.as('viewer').authorization)).statusCode).toBe(401)
    room.clock.advance(HOUR)
    expect((await get(room.as('admin').authorization)).statusCode).toBe(401)
  })

  it('metrics are for this computer itself, not for a proxy on it', async () => {
    const { api, as } = await openRoom()
    const get = async (remoteAddress: string, headers = {}) =>
      (await api.inject({ url: '/metrics', remoteAddress, headers })).statusCode
    expect(await get('127.0.0.1')).toBe(200)
    expect(await get('::ffff:127.0.0.1')).toBe(200)
    expect(await get('127.0.0.1', { 'x-forwarded-for': '8.8.8.8' })).toBe(401)
    expect(await get('10.0.0.7')).toBe(401)
    expect(await get('10.0.0.7', as('viewer'))).toBe(200)
  })
})

describe('roles', () => {
  const cases: [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, from: Role][] = [
    ['GET', '/api/v1/stations', 'viewer'],
    ['GET', '/api/v1/ledger', 'viewer'],
    ['GET', '/api/v1/rules', 'viewer'],
    ['GET', '/api/v1/rules/x', 'viewer'],
    ['GET', '/api/v1/rules/x/versions', 'viewer'],
    ['PUT', '/api/v1/rules', 'engineer'],
    ['PUT', '/api/v1/rules/x', 'engineer'],
    ['DELETE', '/api/v1/rules/x', 'engineer'],
    ['POST', '/api/v1/rules/try', 'engineer'],
    ['GET', '/api/v1/alarms', 'viewer'],
    ['POST', '/api/v1/alarms/x/ack', 'operator'],
    ['POST', '/api/v1/alarms/x/shelve', 'operator'],
    ['POST', '/api/v1/alarms/x/unshelve', 'operator'],
    ['POST', '/api/v1/alarms/x/comment', 'operator'],
    ['GET', '/api/v1/rejections', 'engineer'],
    ['GET', '/api/v1/messages?station=A1', 'engineer'],
    ['GET', '/api/v1/refusals', 'engineer'],
    ['POST', '/api/v1/rejections/retry', 'engineer'],
    ['POST', '/api/v1/rejections/x/retry', 'engineer'],
    ['POST', '/api/v1/observations', 'engineer'],
    ['POST', '/api/v1/stations', 'engineer'],
    ['POST', '/api/v1/stations/import', 'engineer'],
    ['PATCH', '/api/v1/stations/x', 'engineer'],
    ['DELETE', '/api/v1/stations/x', 'engineer'],
    ['POST', '/api/v1/stations/x/secret', 'engineer'],
    ['GET', '/api/v1/gateways', 'viewer'],
    ['GET', '/api/v1/gateways/x', 'viewer'],
    ['POST', '/api/v1/gateways', 'engineer'],
    ['PUT', '/api/v1/gateways/x', 'engineer'],
    ['DELETE', '/api/v1/gateways/x', 'engineer'],
    ['POST', '/api/v1/gateways/x/secret', 'engineer'],
    ['GET', '/api/v1/batch-keys', 'engineer'],
    ['POST', '/api/v1/batch-keys', 'engineer'],
    ['DELETE', '/api/v1/batch-keys/x', 'engineer'],
    ['DELETE', '/api/v1/batch-keys/x/claims/y', 'engineer'],
    ['GET', '/api/v1/storage', 'viewer'],
    ['GET', '/api/v1/retention', 'viewer'],
    ['PUT', '/api/v1/retention', 'engineer'],
    ['GET', '/api/v1/channels', 'engineer'],
    ['POST', '/api/v1/channels', 'engineer'],
    ['PATCH', '/api/v1/channels/x', 'engineer'],
    ['DELETE', '/api/v1/channels/x', 'engineer'],
    ['POST', '/api/v1/channels/x/test', 'engineer'],
    ['GET', '/api/v1/people', 'admin'],
    ['PATCH', '/api/v1/people/x', 'admin'],
    ['POST', '/api/v1/people', 'admin'],
    ['DELETE', '/api/v1/people/x', 'admin'],
    ['GET', '/api/v1/tokens', 'admin'],
    ['POST', '/api/v1/tokens', 'admin'],
    ['DELETE', '/api/v1/tokens/x', 'admin'],
    ['GET', '/api/v1/audit', 'admin'],
  ]

  it.each(cases)('%s %s is for %s and above', async (method, url, from) => {
    const { api, as } = await openRoom()
    for (const role of ROLES) {
      const answer = await api.inject({ method, url, headers: as(role) })
      const allowed = ROLES.indexOf(role) >= ROLES.indexOf(from)
      expect(`${role}: ${answer.statusCode !== 403}`).toBe(`${role}: ${allowed}`)
      expect(answer.body.includes('"code":"auth.forbidden"')).toBe(!allowed)
    }
  })
})

describe('people and tokens', () => {
  it('are made, listed without secrets, used and ended', async () => {
    const { api, as } = await openRoom()
    const admin = { headers: as('admin') }
    const made = await api.inject({
      ...admin,
      method: 'POST',
      url: '/api/v1/tokens',
      payload: { name: 'exporter', role: 'viewer', expiresAt: '2027-01-01T00:00:00+07:00' },
    })
    expect(made.statusCode).toBe(201)
    const { token, ...rest } = made.json()
    expect(rest).toEqual({
      id: rest.id,
      name: 'exporter',
      role: 'viewer',
      createdAt: '2026-11-22T03:00:00.000Z',
      expiresAt: '2026-12-31T17:00:00.000Z',
    })
    const list = await api.inject({ ...admin, url: '/api/v1/tokens' })
    expect(list.json()).toContainEqual(rest)
    expect(list.body).not.toContain(token)
    const use = () => api.inject({ url: '/api/v1/stations', headers: { authorization: `bearer ${token}` } })
    expect((await use()).statusCode).toBe(200)
    expect((await api.inject({ ...admin, method: 'DELETE', url: `/api/v1/tokens/${rest.id}` })).statusCode).toBe(204)
    expect((await use()).statusCode).toBe(401)
  })

  it('a person is given another role or password, and their sessions end', async () => {
    const room = await openRoom()
    await room.people.add({ name: 'lan', role: 'operator', password: 'password of lan' })
    const change = (name: string, payload: object) =>
      room.api.inject({ method: 'PATCH', url: `/api/v1/people/${name}`, headers: room.as('admin'), payload })
    const cookie = await cookieOf(room, 'password of lan', 'lan')
    const session = () => room.api.inject({ url: '/api/v1/session', headers: { cookie } })
    expect((await session()).statusCode).toBe(200)
    expect((await change('lan', { role: 'engineer', password: 'another password' })).json()).toMatchObject({
      name: 'lan',
      role: 'engineer',
    })
    expect((await session()).statusCode).toBe(401)
    expect(await room.people.check('lan', 'password of lan')).toBeNull()
    expect(await room.people.check('lan', 'another password')).toMatchObject({ role: 'engineer' })
    expect((await change('admin', { role: 'viewer' })).json()).toMatchObject({ code: 'person.last-admin' })
    expect((await change('nobody', { role: 'viewer' })).statusCode).toBe(404)
    expect((await change('lan', { password: 'short' })).statusCode).toBe(400)
    const [entry] = await room.audit.list(1)
    expect(entry).toMatchObject({ action: 'person.change', subject: 'lan', detail: 'engineer, password' })
  })

  it('the last admin cannot go, and a name is given once', async () => {
    const { api, as } = await openRoom()
    const admin = { headers: as('admin') }
    const lan = { name: 'lan', role: 'operator', password: 'password of lan' }
    const add = () => api.inject({ ...admin, method: 'POST', url: '/api/v1/people', payload: lan })
    const added = await add()
    expect(added.statusCode).toBe(201)
    expect(added.json()).toEqual({ name: 'lan', role: 'operator', createdAt: '2026-11-22T03:00:00.000Z' })
    expect((await add()).json()).toMatchObject({ code: 'person.exists', status: 409 })
    const remove = (name: string) => api.inject({ ...admin, method: 'DELETE', url: `/api/v1/people/${name}` })
    expect((await remove('admin')).json()).toMatchObject({ code: 'person.last-admin', status: 409 })
    expect((await remove('lan')).statusCode).toBe(204)
    expect((await remove('lan')).statusCode).toBe(404)
    expect((await api.inject({ ...admin, url: '/api/v1/audit?limit=1' })).json()).toEqual([
      { at: '2026-11-22T03:00:00.000Z', who: 'token:admin', action: 'person.remove', subject: 'lan', detail: '' },
    ])
  })
})
