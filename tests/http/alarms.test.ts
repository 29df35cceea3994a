import { describe, expect, it } from 'vitest'
import type { AlarmQuery } from '@ioc/server/adapters/http/alarm-routes'
import type { Alarm } from '@ioc/shared/alarm'
import { ALARM, openRoom, T0 } from './room.js'

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
