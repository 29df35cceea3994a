import { describe, expect, it } from 'vitest'
import type { PropertyKey } from '@ioc/shared/ids'
import { openRoom, STATION, T0 } from './room.js'

async function unasked(): Promise<never> {
  throw new Error('nobody asked for this')
}

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

describe('gateways', () => {
  it('are added, replaced, given a secret and removed, and all of it is noted', async () => {
    const { api, as, audit, devices } = await openRoom()
    const headers = as('engineer')
    const send = (method: 'POST' | 'PUT', url: string, payload: object) =>
      api.inject({ method, url: `/api/v1/gateways${url}`, headers, payload })
    const devicesOfRoute = { '0102030405060708': { station: 'A1', fields: { pm: { property: 'pm2_5' } } } }
    const route = { topic: 'application/3/#', codec: 'chirpstack', devices: devicesOfRoute }
    const gw = { id: 'gw', name: 'Cổng', stations: ['A1'], topics: ['application/3/#'], routes: [route] }
    const added = await send('POST', '', gw)
    expect([added.statusCode, added.json()]).toEqual([201, gw])
    expect((await send('POST', '', gw)).json()).toMatchObject({ code: 'gateway.exists', status: 409 })
    expect((await send('POST', '', { ...gw, id: 'A1' })).json()).toMatchObject({ code: 'station.exists', status: 409 })
    const replaced = await send('PUT', '/gw', { ...gw, name: 'Mới' })
    expect([replaced.statusCode, replaced.json()]).toEqual([200, { ...gw, name: 'Mới' }])
    expect((await api.inject({ url: '/api/v1/gateways', headers })).json()).toEqual([{ ...gw, name: 'Mới' }])
    expect((await api.inject({ url: '/api/v1/gateways/gw', headers })).json()).toEqual({ ...gw, name: 'Mới' })
    const url = '/api/v1/gateways/gw'
    const { secret } = (await api.inject({ method: 'POST', url: `${url}/secret`, headers })).json()
    expect(devices.authenticate('gw', secret)).toBe('gw')
    expect((await api.inject({ method: 'DELETE', url, headers })).statusCode).toBe(204)
    expect((await api.inject({ url, headers })).json()).toMatchObject({ code: 'not-found', status: 404 })
    expect(devices.authenticate('gw', secret)).toBeNull()
    const noted = (await audit.list(10)).map(({ action, subject }) => `${action} ${subject}`)
    expect(noted).toEqual(['gateway.remove gw', 'gateway.secret gw', 'gateway.change gw', 'gateway.add gw'])
  })

  it('that name what does not exist are refused with every fault', async () => {
    const { api, as } = await openRoom()
    const gateway = { id: 'gw', name: 'Cổng', stations: ['NO'], topics: ['a/#'], routes: [] }
    const send = (payload: object) =>
      api.inject({ method: 'POST', url: '/api/v1/gateways', headers: as('engineer'), payload })
    expect((await send(gateway)).json()).toMatchObject({
      code: 'request.bad',
      errors: [{ at: 'stations[0]', message: 'there is no station "NO"' }],
    })
    const open = await send({ ...gateway, stations: [], topics: ['#'] })
    expect(open.json()).toMatchObject({ code: 'request.bad', status: 400 })
  })
})

describe('retention', () => {
  it('is what a province decided, for each property, and the change is noted', async () => {
    const { api, as, audit } = await openRoom()
    const headers = as('engineer')
    const send = (payload: object) => api.inject({ method: 'PUT', url: '/api/v1/retention', headers, payload })
    const wanted = {
      archiveAfterDays: 90,
      forgetRawAfterDays: null,
      forgetTiersAfterDays: null,
      properties: { pm2_5: { forgetRawAfterDays: 400 } },
    }
    expect((await send(wanted)).json()).toEqual(wanted)
    expect((await api.inject({ url: '/api/v1/retention', headers })).json()).toEqual(wanted)
    expect((await audit.list(1))[0]).toMatchObject({ action: 'retention.change' })
    const bad = { ...wanted, properties: { soul: {}, pm2_5: { forgetRawAfterDays: 30 } } }
    expect((await send(bad)).json()).toMatchObject({
      code: 'request.bad',
      errors: [{ at: 'properties.soul' }, { at: 'properties.pm2_5' }],
    })
    expect((await api.inject({ url: '/api/v1/retention', headers })).json()).toEqual(wanted)
  })
})

describe('latest', () => {
  it('asks for what the query says', async () => {
    const asked: unknown[][] = []
    const { api, as } = await openRoom({
      async latest(...query) {
        asked.push(query)
        return []
      },
    })
    const get = (query: string) => api.inject({ url: `/api/v1/latest${query}`, headers: as('viewer') })
    expect((await get('')).json()).toEqual([])
    await get('?bbox=107,16,108.5,17&kind=air,%20water&area=99&at=2026-11-22T07:00:00%2B07:00')
    await get(`?at=${T0}&as=known`)
    await get('?as=known')
    expect(asked).toEqual([
      [{}, undefined],
      [{ bbox: [107, 16, 108.5, 17], kinds: ['air', 'water'], areas: ['99'] }, { at: T0 - 3 * 3_600_000 }],
      [{}, { at: T0, known: T0 }],
      [{}, undefined],
    ])
  })
})

describe('observations', () => {
  it('are asked for as they were at a moment: what was measured, or had arrived, by then', async () => {
    const asked: unknown[] = []
    const { api, as } = await openRoom({
      async *read({ from, to, known }) {
        asked.push([from - T0, to - T0, known && known - T0])
        yield []
      },
    })
    const get = (query: string) =>
      api.inject({ url: `/api/v1/observations?station=A1&property=pm2_5&${query}`, headers: as('viewer') })
    await get(`from=${T0 - 9}&to=${T0 + 9}`)
    await get(`from=${T0 - 9}&to=${T0 + 9}&at=${T0}`)
    await get(`from=${T0 - 9}&to=${T0 + 9}&at=${T0}&as=known`)
    expect(asked).toEqual([
      [-9, 9, undefined],
      [-9, 1, undefined],
      [-9, 9, 0],
    ])
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
      sender: STATION.id,
      count: 3,
      places: '0-2',
      whole: false,
    }
    const asked: unknown[][] = []
    const { api, as } = await openRoom({
      async rejections(...query) {
        asked.push(query)
        return [rejection]
      },
      retry: { one: unasked, all: unasked, obstacleOf: ({ whole }) => (whole ? null : 'message.cut') },
    })
    const answer = await api.inject({ url: '/api/v1/rejections?station=A1&limit=5&before=12', headers: as('engineer') })
    const { sender: _, places: __, ...shown } = rejection
    expect(answer.json()).toEqual([
      { ...shown, at: '2026-11-22T03:00:00.000Z', payload: '/wA=', retryable: false, obstacle: 'message.cut' },
    ])
    expect(asked).toEqual([[{ station: 'A1', reason: undefined, limit: 5, before: '12' }]])
  })

  it('shows the last messages of a station as they came', async () => {
    const message = { id: 3, at: T0, topic: 't', bytes: 2, payload: Buffer.from([255, 0]), taken: 1, refused: 0 }
    const { api, as } = await openRoom({
      messages: (station) => [message, { ...message, id: 2, bytes: 900 }].filter(() => station === STATION.id),
    })
    const get = (url: string) => api.inject({ url: `/api/v1/messages${url}`, headers: as('engineer') })
    const shown = { ...message, at: '2026-11-22T03:00:00.000Z', payload: '/wA=' }
    expect((await get('?station=A1')).json()).toEqual([
      { ...shown, whole: true },
      { ...shown, id: 2, bytes: 900, whole: false },
    ])
    expect((await get('?station=NO')).statusCode).toBe(404)
    expect((await get('')).statusCode).toBe(400)
  })

  it('takes rejections in again, and notes who did', async () => {
    const result = { taken: [{ id: '9', stored: 1, duplicate: 0, corrected: 0 }], still: [], left: 0, after: null }
    const asked: unknown[] = []
    const retry = async (...what: unknown[]) => {
      asked.push(what)
      return result
    }
    const { api, as, audit } = await openRoom({ retry: { one: retry, all: retry, obstacleOf: () => null } })
    const headers = as('engineer')
    const post = (url: string, payload: object) =>
      api.inject({ method: 'POST', url: `/api/v1/rejections${url}`, headers, payload })
    expect((await post('/9/retry', {})).json()).toEqual(result)
    expect((await post('/retry', { station: 'A1', reason: 'time.future' })).json()).toEqual(result)
    expect((await post('/retry', { reason: 'weather' })).statusCode).toBe(400)
    expect((await post('/retry', { station: 'NO' })).statusCode).toBe(404)
    expect((await post('/retry', { after: 'x' })).statusCode).toBe(400)
    await post('/retry', { after: '12' })
    expect(asked).toEqual([
      ['9'],
      [{ station: 'A1', reason: 'time.future' }, undefined],
      [{ station: undefined, reason: undefined }, '12'],
    ])
    const noted = (await audit.list(10)).map(({ who, action, subject, detail }) => [who, action, subject, detail])
    const detail = '1 taken in again, 0 still refused'
    expect(noted).toEqual([
      ['token:engineer', 'rejection.retry', 'all', detail],
      ['token:engineer', 'rejection.retry', 'A1 time.future', detail],
      ['token:engineer', 'rejection.retry', '9', detail],
    ])
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
