import { describe, expect, it } from 'vitest'
import type { WireExpected } from '@ioc/shared/forecast'
import type { WireOverview } from '@ioc/shared/overview'
import type { Rule } from '@ioc/shared/rule'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import { NOON, sampleAlarm, sampleStation } from '../design/sample-things.js'
import { chanceOf, expectedAlarms } from './expected-alarms.js'
import { expectedOverview } from './expected-overview.js'
import { expectedState } from './expected-state.js'

const AT = '2026-11-22T08:00:00.000Z'
const GAUGE = sampleStation('a', { attributes: { bd1: 1, bd2: 2, bd3: 3.5 } })
const OTHER = sampleStation('b')
const words = { vi: 'x', en: 'x' }
const FLOOD = {
  id: 'flood',
  version: 1,
  kind: 'band',
  name: words,
  message: words,
  holdS: 0,
  restS: 0,
  property: 'water_level',
  when: 'above',
  steps: [
    { from: { attribute: 'bd1' }, severity: 'medium', name: words },
    { from: { attribute: 'bd2' }, severity: 'high', name: words },
    { from: { attribute: 'bd3' }, severity: 'critical', name: words },
  ],
} as Rule
const HOURS = { ...FLOOD, id: 'hours', over: '1h' } as Rule
const LOW = {
  id: 'low',
  version: 1,
  kind: 'threshold',
  name: words,
  message: words,
  holdS: 0,
  restS: 0,
  property: 'dissolved_oxygen',
  when: 'below',
  raise: 4,
  severity: 'low',
} as Rule

const expected = (property: string, p50: number, station = 'a'): WireExpected => ({
  station,
  property,
  at: AT,
  p05: p50 - 0.5,
  p25: p50 - 0.25,
  p50,
  p75: p50 + 0.25,
  p95: p50 + 0.5,
})
const alarmsAt = (...all: WireExpected[]) =>
  expectedAlarms(GAUGE, all, { rules: [FLOOD, HOURS, LOW], standing: [] }).map(({ rule, severity, limit }) => [
    rule,
    severity,
    limit,
  ])

describe('alarms that are expected', () => {
  it('are those of the worst step that the expected value is past, on its side', () => {
    expect(alarmsAt(expected('water_level', 2.2))).toEqual([['flood', 'high', 2]])
    expect(alarmsAt(expected('dissolved_oxygen', 3.9))).toEqual([['low', 'low', 4]])
    expect(alarmsAt(expected('water_level', 0.9), expected('dissolved_oxygen', 4.1))).toEqual([])
  })

  it('keep the name and the beginning of an alarm that goes on, but not what was answered to it', () => {
    const ack = { by: 'lan', at: AT, note: null, severity: 'high' as const }
    const window = { window: 'w', until: AT }
    const answers = { state: 'acknowledged', ack, outOfService: window } as unknown as Partial<WireAlarm>
    const standing = [sampleAlarm('7', { rule: 'flood', ...answers })]
    const [alarm] = expectedAlarms(GAUGE, [expected('water_level', 4)], { rules: [FLOOD], standing })
    expect(alarm).toMatchObject({ id: '7', severity: 'critical', value: 4, limit: 3.5, ack: null, early: { at: AT } })
    expect([alarm!.state, alarm!.outOfService]).toEqual(['unacknowledged', null])
    expect(alarm!.raisedAt).toBe(standing[0]!.raisedAt)
  })

  it('say how likely they are', () => {
    const level = expected('water_level', 2)
    const chance = (limit: number, when: 'above' | 'below') => Math.round(100 * chanceOf(level, limit, when))
    expect([2, 1.75, 2.25, 1, 9].map((limit) => chance(limit, 'above'))).toEqual([50, 75, 25, 95, 0])
    expect(chance(2.25, 'below')).toBe(75)
  })
})

describe('the room at a moment to come', () => {
  const stations = new Map<string, WireStation>([GAUGE, OTHER].map((station) => [station.id, station]))

  it('has the values that are expected, the alarms they give, and nothing of who is not forecast', () => {
    const all = [expected('water_level', 2.2), expected('vn_aqi', 120)]
    const state = expectedState(NOON, all, { stations, rules: [FLOOD], alarms: new Map([['1', sampleAlarm('1')]]) })
    expect(state.stations.get('a')).toMatchObject({
      reporting: 'reporting',
      values: { water_level: { value: 2.2, at: AT } },
      indices: { vn_aqi: { value: 120, band: 3 } },
    })
    expect(state.stations.get('b')).toMatchObject({ reporting: 'silent', values: {}, at: null })
    expect([...state.alarms.values()].map(({ severity }) => severity)).toEqual(['high'])
    // There it is what stations are counted by.
    expect(state.isAhead).toBe(true)
  })

  it('has the figures that are forecast, ordered by what they will be', () => {
    const line = { at: '2026-11-22T00:00:00.000Z', yesterday: 1, trend: 0.2, next: null }
    const now = {
      rivers: [
        { ...line, station: 'b', value: 9, level: null },
        { ...line, station: 'a', value: 1.1, level: 1 },
      ],
      roads: [],
      loads: [
        { station: 'a', value: 5, yesterday: null, ratedKw: 10, share: 0.5 },
        { station: 'b', value: 5, yesterday: null, ratedKw: 10, share: 0.5 },
      ],
    } as unknown as WireOverview
    const all = [expected('water_level', 3.6), expected('active_power', 8, 'b')]
    const ahead = expectedOverview(NOON, all, now, stations)
    expect(ahead.rivers).toEqual([
      { ...line, at: AT, station: 'a', value: 3.6, level: 3, yesterday: null, trend: null },
    ])
    expect(ahead.gaugesAbove).toEqual([1, 1, 1])
    expect(ahead.loads.map(({ station, share }) => [station, share])).toEqual([['b', 0.8]])
    // Half of a sum is no sum.
    expect([ahead.load, ahead.rain, ahead.speed, ahead.air]).toEqual([null, null, null, null])
  })
})
