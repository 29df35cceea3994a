import { describe, expect, it } from 'vitest'
import { datastreamId, type PropertyKey } from '@ioc/shared/ids'
import { openRoom, STATION, T0, type Room } from './room.js'

const id = `dust.A1.pm2_5.${T0.toString(36)}`

/** The room, with the dust at its station past its limit. */
async function dustyRoom(): Promise<Room> {
  const room = await openRoom()
  const property = 'pm2_5' as PropertyKey
  const where = { datastream: datastreamId(STATION.id, property), station: STATION.id, property }
  room.alarms.take([{ ...where, at: T0 - 1, value: 61.5, quality: 'good', receivedAt: T0, timeSource: 'device' }])
  await room.alarms.settled()
  return room
}

/** High, and acknowledged as this. */
const seen = (severity: string) => ({ state: 'acknowledged', severity: 'high', ack: { severity } })

function asked({ api, as }: Room) {
  return (query: string) => api.inject({ url: `/api/v1/alarms${query}`, headers: as('viewer') })
}

describe('alarms', () => {
  it('are listed with their times as ISO 8601', async () => {
    const room = await dustyRoom()
    await room.alarms.acknowledge(id, 'lan', null)
    expect((await asked(room)('')).json()).toEqual([
      {
        id,
        rule: 'dust',
        station: 'A1',
        property: 'pm2_5',
        severity: 'high',
        state: 'acknowledged',
        late: false,
        raisedAt: '2026-11-22T03:00:00.000Z',
        clearedAt: null,
        phenomenonTime: '2026-11-22T02:59:59.999Z',
        value: 61.5,
        limit: 50,
        message: { vi: 'Bụi 61,5', en: 'Dust 61.5' },
        ack: { by: 'lan', at: '2026-11-22T03:00:00.000Z', note: null, severity: 'high' },
        shelved: null,
        suppressedBy: null,
        outOfService: null,
        early: null,
        latch: false,
        agency: null,
        stations: null,
      },
    ])
  })

  it.each([
    ['', 1],
    ['?state=&severity=&station=&area=', 1],
    [`?state=all&severity=high,%20low&station=B2,A1&area=x&from=${T0}&to=${T0 + 1}`, 1],
    ['?state=acknowledged,cleared', 0],
    ['?severity=low', 0],
    ['?station=B2', 0],
    ['?area=y', 0],
    ['?rule=dust', 1],
    ['?rule=flood', 0],
    [`?from=${T0 + 1}`, 0],
    [`?to=${T0}`, 0],
  ])('are found by %s: %i', async (query, count) => {
    expect((await asked(await dustyRoom())(query)).json()).toHaveLength(count)
  })

  it('are not looked for in a state that does not exist', async () => {
    expect((await asked(await dustyRoom())('?state=active,angry')).json()).toMatchObject({ code: 'request.bad' })
  })

  it('are found one by one, those that are over too', async () => {
    const room = await dustyRoom()
    expect((await asked(room)(`/${id}`)).json()).toMatchObject({ id, state: 'unacknowledged' })
    room.alarms.stationsRemoved([STATION.id])
    expect((await asked(room)(`/${id}`)).json()).toMatchObject({ id, state: 'cleared' })
    expect((await asked(room)('/no')).json()).toMatchObject({ code: 'not-found' })
  })

  it('are listed as they stood at a moment', async () => {
    const room = await dustyRoom()
    room.clock.advance(60_000)
    await room.alarms.acknowledge(id, 'lan', null)
    const at = async (moment: number) => (await asked(room)(`?state=all&at=${moment}`)).json()
    expect(await at(T0 - 1)).toEqual([])
    expect(await at(T0 + 30_000)).toMatchObject([{ id, state: 'unacknowledged', ack: null }])
    expect(await at(T0 + 60_000)).toMatchObject([{ id, state: 'acknowledged', ack: { by: 'lan' } }])
  })

  it('are handled in the name of who asks', async () => {
    const room = await dustyRoom()
    const post = async (path: string, payload?: object) => {
      const request = { method: 'POST' as const, url: `/api/v1/alarms/${path}`, headers: room.as('operator') }
      const answer = await room.api.inject(payload ? { ...request, payload } : request)
      return answer.json().state ?? answer.json().code
    }
    expect(await post(`${id}/shelve`, { until: '2026-11-22T02:00:00Z', reason: 'bảo trì' })).toBe('request.bad')
    expect(await post(`${id}/shelve`, { until: '2026-11-22T04:00:00Z', reason: 'bảo trì' })).toBe('shelved')
    expect(await post(`${id}/unshelve`)).toBe('unacknowledged')
    expect(await post(`${id}/unshelve`)).toBe('alarm.state')
    expect(await post(`${id}/ack`, { note: 'đã báo' })).toBe('acknowledged')
    expect(await post(`${id}/comment`, { text: '' })).toBe('request.bad')
    expect(await post(`${id}/comment`, { text: 'xe rửa đường' })).toBe('acknowledged')
    expect(await post('no/comment', { text: 'hm' })).toBe('not-found')

    const get = async (alarm: string) => (await asked(room)(`/${alarm}/events`)).json()
    const by = 'token:operator'
    const facts = { value: 61.5, limit: 50, agency: null, suppressedBy: null }
    const event = { at: '2026-11-22T03:00:00.000Z', severity: 'high', ...facts }
    expect(await get(id)).toEqual([
      { ...event, seq: 1, type: 'raised', by: null, text: null, state: 'unacknowledged' },
      { ...event, seq: 2, type: 'shelved', by, text: 'bảo trì', state: 'shelved' },
      { ...event, seq: 3, type: 'unshelved', by, text: null, state: 'unacknowledged' },
      { ...event, seq: 4, type: 'acknowledged', by, text: 'đã báo', state: 'acknowledged' },
      { ...event, seq: 5, type: 'commented', by, text: 'xe rửa đường', state: 'acknowledged' },
    ])
    expect(await get('no')).toMatchObject({ code: 'not-found' })
  })

  it('are acknowledged without a note and without a body', async () => {
    const room = await dustyRoom()
    const url = `/api/v1/alarms/${id}/ack`
    const answer = await room.api.inject({ method: 'POST', url, headers: room.as('operator') })
    expect(answer.json()).toMatchObject({ state: 'acknowledged', ack: { by: 'token:operator', note: null } })
  })

  it('wait for a look while they are worse than whoever acknowledged them saw, one or many', async () => {
    const room = await dustyRoom()
    const post = async (path: string, payload: object) => {
      const headers = room.as('operator')
      return (await room.api.inject({ method: 'POST', url: `/api/v1/alarms/${path}`, headers, payload })).json()
    }
    expect(await post('ack', { alarms: [{ id, severity: 'low' }] })).toMatchObject([seen('low')])
    expect(await post(`${id}/ack`, { severity: 'low' })).toMatchObject({ code: 'alarm.state' })
    expect(await post(`${id}/ack`, { severity: 'medium' })).toMatchObject(seen('medium'))
    expect(await post(`${id}/ack`, { severity: 'worst' })).toMatchObject({ code: 'request.bad' })
    expect(await post('ack', { alarms: [id] })).toMatchObject([seen('high')])
    expect((await room.alarms.eventsOf(id)).map(({ type }) => type)).toEqual([
      'raised',
      'acknowledged',
      'acknowledged',
      'acknowledged',
    ])
  })

  it('are given to an agency, acknowledged with others of their cause and never all at once', async () => {
    const room = await dustyRoom()
    const post = async (path: string, payload: object) => {
      const headers = room.as('operator')
      return (await room.api.inject({ method: 'POST', url: `/api/v1/alarms/${path}`, headers, payload })).json()
    }
    const agency = 'Sở Nông nghiệp và Môi trường'
    expect(await post(`${id}/assign`, { agency, note: 'nhờ kiểm tra' })).toMatchObject({
      agency,
      state: 'unacknowledged',
    })
    expect(await post(`${id}/reset`, {})).toMatchObject({ code: 'alarm.state' })
    expect(await post('ack', { alarms: [] })).toMatchObject({ code: 'request.bad' })
    expect(await post('ack', { alarms: 'all' })).toMatchObject({ code: 'request.bad' })
    expect(await post('ack', { alarms: [id, 'no'] })).toMatchObject({ code: 'not-found' })
    expect(await post('ack', { alarms: [id, id], note: 'đã biết' })).toMatchObject([{ id, state: 'acknowledged' }])
    const events = await room.alarms.eventsOf(id)
    expect(events.map(({ type, by, text }) => [type, by, text])).toEqual([
      ['raised', null, null],
      ['assigned', 'token:operator', 'nhờ kiểm tra'],
      ['acknowledged', 'token:operator', 'đã biết'],
    ])
  })
})

describe('maintenance', () => {
  const work = { stations: ['A1'], from: T0, to: T0 + 60_000, reason: 'thay cảm biến' }
  const kept = {
    id: `w1-${T0.toString(36)}`,
    stations: ['A1'],
    areas: [],
    gateway: null,
    rules: [],
    reason: 'thay cảm biến',
    from: '2026-11-22T03:00:00.000Z',
    to: '2026-11-22T03:01:00.000Z',
    by: 'token:operator',
    endedBy: null,
  }

  it('is planned, listed and ended by those who handle alarms, and leaves a trace', async () => {
    const room = await dustyRoom()
    const ask = (method: 'GET' | 'POST' | 'DELETE', path = '', payload?: object) =>
      room.api.inject({
        method,
        url: `/api/v1/maintenance${path}`,
        headers: room.as(method === 'GET' ? 'viewer' : 'operator'),
        ...(payload && { payload }),
      })
    const made = await ask('POST', '', work)
    expect([made.statusCode, made.json()]).toEqual([201, kept])
    expect(room.alarms.ongoing()).toMatchObject([{ id, state: 'out_of_service', outOfService: kept.id }])
    expect((await ask('GET')).json()).toEqual([kept])
    expect((await ask('GET', `?from=${T0 + 60_000}`)).json()).toEqual([])
    expect((await ask('DELETE', `/${kept.id}`)).json()).toEqual({ ...kept, to: kept.from, endedBy: 'token:operator' })
    expect((await ask('DELETE', '/no')).json()).toMatchObject({ code: 'not-found' })
    expect(room.alarms.ongoing()).toMatchObject([{ id, state: 'unacknowledged' }])
    const trail = await room.audit.list(10)
    expect(trail.map(({ who, action }) => `${who} ${action}`).sort()).toEqual([
      'token:operator maintenance.add',
      'token:operator maintenance.end',
    ])
  })

  it('is refused with every fault named, and to those who only look', async () => {
    const room = await dustyRoom()
    const ask = async (role: 'viewer' | 'operator', payload: object) =>
      (await room.api.inject({ method: 'POST', url: '/api/v1/maintenance', headers: room.as(role), payload })).json()
    expect(await ask('operator', { ...work, stations: ['NO'], to: T0 })).toMatchObject({
      code: 'request.bad',
      errors: [{ at: 'to' }, { at: 'stations' }],
    })
    expect(await ask('viewer', work)).toMatchObject({ code: 'auth.forbidden' })
  })
})
