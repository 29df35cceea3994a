import type { LatestStation, WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { NOTHING, applyAlarms, applyDelta, applySnapshot } from './live-state.js'

const AT = '2026-11-22T07:05:32.000Z'

function station(id: string, level = 1): LatestStation {
  return {
    station: id,
    at: AT,
    receivedAt: AT,
    reporting: 'reporting',
    connection: null,
    values: { water_level: { value: level, at: AT, quality: 'good' } },
    indices: {},
    alarm: null,
  }
}

function alarm(id: string, state: WireAlarm['state'] = 'unacknowledged'): WireAlarm {
  return {
    id,
    rule: 'flood-3',
    station: 'a' as WireAlarm['station'],
    property: null,
    severity: 'high',
    state,
    late: false,
    raisedAt: AT,
    clearedAt: null,
    phenomenonTime: AT,
    value: null,
    limit: null,
    message: { vi: 'Vượt', en: 'Above' },
    ack: null,
    shelved: null,
    suppressedBy: null,
    outOfService: null,
    latch: false,
    agency: null,
    stations: null,
    early: null,
  }
}

const before = applySnapshot({ seq: 4, at: AT, stations: [station('a'), station('b')], alarms: [alarm('1')] })

it('a snapshot replaces everything that was there', () => {
  const after = applySnapshot({ seq: 9, at: AT, stations: [station('c')], alarms: [] })
  expect([...after.stations.keys()]).toEqual(['c'])
  expect(after.alarms.size).toBe(0)
})

it('a delta changes only what it names', () => {
  const after = applyDelta(before, { seq: 5, at: AT, stations: [station('b', 2)], alarms: [] })
  expect(after?.stations.get('b')?.values['water_level']?.value).toBe(2)
  expect(after?.stations.get('a')).toBe(before.stations.get('a'))
  expect(after?.alarms).toBe(before.alarms)
  expect(before.stations.get('b')?.values['water_level']?.value).toBe(1)
})

it('a cleared alarm leaves the list', () => {
  const after = applyDelta(before, { seq: 5, at: AT, stations: [], alarms: [alarm('1', 'cleared'), alarm('2')] })
  expect([...(after?.alarms.keys() ?? [])]).toEqual(['2'])
})

it('a removed station goes', () => {
  const after = applyDelta(before, { seq: 5, at: AT, stations: [], alarms: [], removed: ['a'] })
  expect([...(after?.stations.keys() ?? [])]).toEqual(['b'])
})

it('a gap in the numbers is refused, so that a new snapshot is asked for', () => {
  expect(applyDelta(before, { seq: 6, at: AT, stations: [], alarms: [] })).toBeNull()
  expect(applyDelta(NOTHING, { seq: 1, at: AT, stations: [], alarms: [] })).toBeNull()
})

it('a delta older than the snapshot changes nothing', () => {
  expect(applyDelta(before, { seq: 4, at: AT, stations: [station('a', 9)], alarms: [] })).toBe(before)
})

it('an answer that comes after the end of its alarm brings nothing back', () => {
  expect(applyAlarms(before, [alarm('gone', 'acknowledged')])).toBe(before)
})

it('an acknowledged alarm shows at once, without touching the numbering', () => {
  const after = applyAlarms(before, [alarm('1', 'acknowledged')])
  expect(after.alarms.get('1')?.state).toBe('acknowledged')
  expect(after.seq).toBe(4)
})
