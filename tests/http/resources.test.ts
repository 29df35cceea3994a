import { describe, expect, it } from 'vitest'
import type { AlarmQuery } from '@ioc/server/adapters/http/alarm-routes'
import type { LatestQuery } from '@ioc/server/adapters/http/latest-routes'
import type { Alarm } from '@ioc/shared/alarm'
import type { PropertyKey } from '@ioc/shared/ids'
import { ALARM, openRoom, STATION, T0 } from './room.js'

describe('stations', () => {
  it('are added, changed, given a secret and removed', async () => {
    const { api, as, devices } = await openRoom()
    const headers = as('engineer')
    const b2 = { ...STATION, id: 'B2', lon: 20, attributes: { bd1: 1.5 }, properties: ['pm2_5'] }
    const warnings = [{ at: 'area', message: 'the place lies outside Xã X' }]
    const added = await api.inject({ method: 'POST', url: '/api/v1/stations', headers, payload: b2 })
    expect([added.statusCode, added.json()]).toEqual([201, { ...b2, warnings }])
    const again = await api.inject({ method: 'POST', url: '/api/v1/stations', headers, payload: b2 })
    expect(again.json()).toMatchObject({ code: 'station.exists', status: 409 })
    const url = '/api/v1/stations/B2'
    const changed = await api.inject({ method: 'PATCH', url, headers, payload: { lon: 2, attributes: null } })
    const { attributes: _, ...rest } = b2
    expect(changed.json()).toEqual({ ...rest, lon: 2, warnings: [] })
    expect((await api.inject({ url: '/api/v1/stations', headers })).json()).toEqual([STATION, { ...rest, lon: 2 }])
    const { secret } = (await api.inject({ method: 'POST', url: `${url}/secret`, headers })).json()
    expect(devices.authenticate('B2', secret)).toBe('B2')
    const json = { ...headers, 'content-type': 'application/json' }
    expect((await api.inject({ method: 'DELETE', url, headers: json })).statusCode).toBe(204)
    expect((await api.inject({ url, headers })).json()).toMatchObject({ code: 'not-found', status: 404 })
    expect(devices.authenticate('B2', secret)).toBeNull()
  })
})

describe('errors', () => {
  it('name each fault of a body', async () => {
    const { api, as } = await openRoom()
    const payload = { ...STATION, id: 'B 2', lat: 91, properties: ['pm2_5', 'PM'] }
    const answer = await api.inject({ method: 'POST', url: '/api/v1/stations', headers: as('admin'), payload })
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toMatchObject({ status: 400, code: 'request.bad', title: 'the request is wrong' })
    expect(answer.json().errors.map(({ at }: { at: string }) => at)).toEqual([
      'body.id',
      'body.lat',
      'body.properties[1]',
    ])
  })

  it.each([
    ['GET', '/api/v1/latest?bbox=1,2,3', 400, 'request.bad', ['query.bbox']],
    ['GET', '/api/v1/latest?bbox=3,1,2,2', 400, 'request.bad', ['query.bbox']],
    ['GET', '/api/v1/latest?at=2026-11-22T00:00:00', 400, 'request.bad', ['query.at']],
    ['GET', '/api/v1/observations?station=A1', 400, 'request.bad', ['query.property']],
    ['GET', '/api/v1/observations?station=A1&property=pm3', 400, 'request.bad', ['query.property']],
    ['GET', '/api/v1/observations?station=a1&property=pm2_5', 404, 'not-found', undefined],
    ['GET', '/api/v1/observations?station=A1&property=pm2_5&every=5m', 400, 'request.bad', ['query.every']],
    ['GET', '/api/v1/observations?station=A1&property=pm2_5&from=9&to=8', 400, 'request.bad', ['query.from']],
    ['GET', '/api/v1/alarms?state=active,odd', 400, 'request.bad', ['query.state[1]']],
    ['GET', '/api/v1/ledger?station=NO', 404, 'not-found', undefined],
    ['GET', '/api/v1/nothing', 404, 'not-found', undefined],
    ['GET', '/api/nothing', 404, 'not-found', undefined],
    ['POST', '/api/v1/nothing', 404, 'not-found', undefined],
    ['PUT', '/api/v1/stations', 404, 'not-found', undefined],
    ['GET', '/api/v1/basemap/nothing', 404, 'not-found', undefined],
    ['GET', '/api/v1/%E0%A4%A', 400, 'request.bad', undefined],
  ])('%s %s answers %i %s', async (method, url, status, code, places) => {
    const { api, as } = await openRoom()
    const answer = await api.inject({ method: method as 'GET', url, headers: { ...as('admin'), accept: 'text/html' } })
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toMatchObject({ status, code, type: `urn:ioc:problem:${code}` })
    expect(answer.statusCode).toBe(status)
    expect(answer.json().errors?.map(({ at }: { at: string }) => at)).toEqual(places)
  })

  it('tell of a body that is no JSON, too large or of another kind', async () => {
    const { api, as } = await openRoom()
    const send = async (type: string, payload: string) => {
      const headers = { ...as('admin'), 'content-type': type }
      const answer = await api.inject({ method: 'POST', url: '/api/v1/stations', headers, payload })
      return [answer.statusCode, answer.json().code]
    }
    expect(await send('application/json', '{"id":')).toEqual([400, 'request.bad'])
    expect(await send('application/json', '')).toEqual([400, 'request.bad'])
    expect(await send('application/json', `"${'x'.repeat(2_000_000)}"`)).toEqual([413, 'payload.too-large'])
    expect(await send('text/plain', 'x')).toEqual([400, 'request.bad'])
  })

  it('of our own are noted and not told', async () => {
    const cause = new Error('disk password is 1234')
    const { api, as, broken } = await openRoom({ latest: () => Promise.reject(cause) })
    const answer = await api.inject({ url: '/api/v1/latest', headers: as('viewer') })
    expect(answer.json()).toEqual({
      type: 'urn:ioc:problem:internal',
      title: 'something broke on our side',
      status: 500,
      code: 'internal',
      detail: 'the server has noted what happened',
    })
    expect(broken).toEqual([cause])
  })
})

describe('latest', () => {
  it('asks for what the query says, the province standing for its areas', async () => {
    const asked: LatestQuery[] = []
    const { api, as } = await openRoom({
      async latest(query) {
        asked.push(query)
        return []
      },
    })
    const get = (query: string) => api.inject({ url: `/api/v1/latest${query}`, headers: as('viewer') })
    expect((await get('')).json()).toEqual([])
    await get('?bbox=107,16,108.5,17&kind=air,%20water&area=99&at=2026-11-22T07:00:00%2B07:00')
    await get(`?at=${T0}`)
    expect(asked).toEqual([
      { bbox: null, kinds: null, areas: null, at: null },
      { bbox: [107, 16, 108.5, 17], kinds: ['air', 'water'], areas: ['99', 'x'], at: T0 - 3 * 3_600_000 },
      { bbox: null, kinds: null, areas: null, at: T0 },
    ])
  })
})

describe('alarms', () => {
  it('are listed by what the query says, times as ISO 8601', async () => {
    const asked: AlarmQuery[] = []
    const ack = { by: 'lan', at: T0 + 1, note: null }
    const { api, as, options } = await openRoom()
    options.alarms.list = (query) => {
      asked.push(query)
      return [{ ...ALARM, ack }]
    }
    const answer = await api.inject({ url: '/api/v1/alarms', headers: as('viewer') })
    expect(answer.json()).toEqual([
      {
        ...ALARM,
        raisedAt: '2026-11-22T03:00:00.000Z',
        phenomenonTime: '2026-11-22T02:59:59.999Z',
        ack: { by: 'lan', at: '2026-11-22T03:00:00.001Z', note: null },
      },
    ])
    const query = `state=all&severity=high,low&station=A1,B2&area=x&from=1000&to=2000`
    await api.inject({ url: `/api/v1/alarms?${query}`, headers: as('viewer') })
    const all = { severities: null, stations: null, areas: null, from: null, to: null }
    expect(asked).toEqual([
      { ...all, states: ['active'] },
      { states: ['all'], severities: ['high', 'low'], stations: ['A1', 'B2'], areas: ['x'], from: 1_000, to: 2_000 },
    ])
  })

  it('are handled in the name of who asks', async () => {
    const calls: unknown[][] = []
    const note = (id: string, ...rest: unknown[]): Alarm | null => {
      calls.push([id, ...rest])
      return id === ALARM.id ? ALARM : null
    }
    const event = { seq: 7, at: T0, type: 'raised' as const, by: null, text: null, alarm: ALARM }
    const { api, as } = await openRoom({
      alarms: {
        list: () => [],
        acknowledge: note,
        shelve: note,
        unshelve: note,
        comment: note,
        eventsOf: async (id) => (id === ALARM.id ? [event] : []),
      },
    })
    const post = async (path: string, payload?: object) => {
      const request = { method: 'POST' as const, url: `/api/v1/alarms/${path}`, headers: as('operator') }
      return (await api.inject(payload ? { ...request, payload } : request)).statusCode
    }
    expect(await post('al-1/ack')).toBe(200)
    expect(await post('al-1/ack', { note: 'đã báo' })).toBe(200)
    expect(await post('al-1/shelve', { until: '2026-11-22T04:00:00Z', reason: 'bảo trì' })).toBe(200)
    expect(await post('al-1/shelve', { until: '2026-11-22T02:00:00Z', reason: 'bảo trì' })).toBe(400)
    expect(await post('al-1/unshelve')).toBe(200)
    expect(await post('al-1/comment', { text: '' })).toBe(400)
    expect(await post('no/comment', { text: 'hm' })).toBe(404)
    expect(calls).toEqual([
      ['al-1', 'token:operator', null],
      ['al-1', 'token:operator', 'đã báo'],
      ['al-1', 'token:operator', T0 + 3_600_000, 'bảo trì'],
      ['al-1', 'token:operator'],
      ['no', 'token:operator', 'hm'],
    ])
    const events = await api.inject({ url: '/api/v1/alarms/al-1/events', headers: as('viewer') })
    expect(events.json()).toEqual([
      {
        seq: 7,
        at: '2026-11-22T03:00:00.000Z',
        type: 'raised',
        by: null,
        text: null,
        state: 'unacknowledged',
        severity: 'high',
      },
    ])
    expect((await api.inject({ url: '/api/v1/alarms/no/events', headers: as('viewer') })).statusCode).toBe(404)
  })
})

describe('intake', () => {
  it('hands observations in for a known station', async () => {
    const posted: unknown[][] = []
    const result = { stored: 1, duplicate: 0, corrected: 0, rejected: [] }
    const { api, as } = await openRoom({
      async post(...taken) {
        posted.push(taken)
        return result
      },
    })
    const send = (payload: object) =>
      api.inject({ method: 'POST', url: '/api/v1/observations', headers: as('engineer'), payload })
    const observations = [{ values: { pm2_5: 1 } }, 'odd']
    expect((await send({ station: 'A1', observations })).json()).toEqual(result)
    expect((await send({ station: 'NO', observations })).statusCode).toBe(404)
    expect(posted).toEqual([['A1', observations, T0]])
  })

  it('shows rejections with the payload in base64', async () => {
    const rejection = {
      id: '9',
      at: T0,
      station: STATION.id,
      topic: 't',
      reason: 'time.future' as const,
      detail: 'd',
      payload: Buffer.from([255, 0]),
    }
    const asked: unknown[][] = []
    const { api, as } = await openRoom({
      async rejections(...query) {
        asked.push(query)
        return [rejection]
      },
    })
    const answer = await api.inject({ url: '/api/v1/rejections?station=A1&limit=5', headers: as('engineer') })
    expect(answer.json()).toEqual([{ ...rejection, at: '2026-11-22T03:00:00.000Z', payload: '/wA=' }])
    expect(asked).toEqual([['A1', 5]])
  })

  it('shows what a later arrival replaced', async () => {
    const { api, as } = await openRoom({
      corrections: async (station, property, range) => {
        expect([station, property, range]).toEqual(['A1', 'pm2_5' as PropertyKey, { from: 1, to: 2 }])
        return [{ at: T0, value: 1.5, quality: 'good', replacedAt: T0 + 1 }]
      },
    })
    const url = '/api/v1/stations/A1/corrections?property=pm2_5&from=1&to=2'
    expect((await api.inject({ url, headers: as('viewer') })).json()).toEqual([
      { at: '2026-11-22T03:00:00.000Z', value: 1.5, quality: 'good', replacedAt: '2026-11-22T03:00:00.001Z' },
    ])
  })
})

describe('the province', () => {
  it('gives its shapes once: a client that has them is told so', async () => {
    const { api, as } = await openRoom()
    const headers = as('viewer')
    const first = await api.inject({ url: '/api/v1/areas.geojson', headers })
    expect(first.headers['content-type']).toBe('application/geo+json; charset=utf-8')
    expect(first.json().features[0].properties).toEqual({ id: 'x', name: 'Xã X', kind: 'xã', parent: '99' })
    const etag = String(first.headers.etag)
    const again = await api.inject({ url: '/api/v1/areas.geojson', headers: { ...headers, 'if-none-match': etag } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    const labels = await api.inject({ url: '/api/v1/basemap/labels', headers })
    expect(labels.body).toContain('Quần đảo Hoàng Sa (Việt Nam)')
    const province = await api.inject({ url: '/api/v1/province', headers })
    expect(province.json()).toMatchObject({ id: '99', basemap: ['land', 'labels'], simulated: false })
    const areas = await api.inject({ url: '/api/v1/areas', headers })
    expect(areas.json()).toEqual([
      { id: '99', name: 'Tỉnh Thử', kind: 'tỉnh', parent: null },
      { id: 'x', name: 'Xã X', kind: 'xã', parent: '99' },
    ])
  })

  it('is ready when nothing is waited for', async () => {
    const missing = ['mqtt']
    const { api } = await openRoom({ waitingFor: () => missing })
    const waiting = await api.inject({ url: '/readyz' })
    expect([waiting.statusCode, waiting.json()]).toEqual([503, { ready: false, waitingFor: ['mqtt'] }])
    missing.pop()
    expect((await api.inject({ url: '/readyz' })).json()).toEqual({ ready: true })
    expect((await api.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' })
  })
})
