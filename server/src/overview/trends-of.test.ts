import { PROPERTIES } from '@ioc/shared/properties'
import { HOUR, formatTime } from '@ioc/shared/time'
import type { LatestStation, WireValue } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import { presentOf } from './present-of.js'
import { trendsOf } from './trends-of.js'

const NOON = Date.parse('2026-11-22T05:00:00Z')

function snapshot(at: number, values: Record<string, number | Partial<WireValue>>): Map<string, LatestStation> {
  const held = Object.entries(values).map(([key, value]) => {
    const given = typeof value === 'number' ? { value } : value
    return [key, { value: 0, at: formatTime(at), quality: 'good', ...given }]
  })
  return new Map([['A', { station: 'A', values: Object.fromEntries(held), indices: {} } as unknown as LatestStation]])
}

const trends = (
  latest: ReturnType<typeof snapshot>,
  hourAgo: ReturnType<typeof snapshot>,
  halfHourAgo: ReturnType<typeof snapshot> = new Map(),
) =>
  trendsOf({
    now: NOON,
    stations: ['A' as StationId],
    latest: presentOf(latest),
    properties: PROPERTIES,
    before: { halfHourAgo: past(halfHourAgo), hourAgo: past(hourAgo) },
  })
const past = (found: ReturnType<typeof snapshot>) => ({
  at: NOON,
  newest: (id: string, property: string) =>
    presentOf(found)
      .get(id as StationId)
      ?.values.get(property),
})

it('is the newest value less that of an hour ago, of means alone', () => {
  const before = { water_level: 1, rain: 2, wind_direction: 90, energy_import: 10 }
  const after = { water_level: 1.5, rain: 5, wind_direction: 180, energy_import: 12 }
  expect(trends(snapshot(NOON, after), snapshot(NOON - HOUR, before))).toEqual([
    { station: 'A', perHour: { water_level: 0.5 } },
  ])
})

it('is not known where either value is missing, stale or of a sensor at fault', () => {
  const before = snapshot(NOON - HOUR, { water_level: 1 })
  expect(trends(snapshot(NOON, {}), before)).toEqual([])
  expect(trends(snapshot(NOON, { water_level: { value: 1, quality: 'fault' } }), before)).toEqual([])
  expect(trends(snapshot(NOON, { water_level: { value: 1, at: formatTime(NOON - 2 * HOUR) } }), before)).toEqual([])
  expect(trends(snapshot(NOON, { water_level: 2 }), snapshot(NOON - 3 * HOUR, { water_level: 1 }))).toEqual([])
})

it('is not told of a station that fell silent: what stood still there is not known', () => {
  const latest = snapshot(NOON, { water_level: 2 })
  const before = snapshot(NOON - HOUR, { water_level: 1 })
  expect(trends(latest, before)).toHaveLength(1)
  expect(trends(new Map([['A', { ...latest.get('A')!, reporting: 'silent' }]]), before)).toEqual([])
})

/** Of a level of now, half an hour and an hour before. */
const perHourOf = (hourAgo: number, halfHourAgo: number, now: number) =>
  trends(
    snapshot(NOON, { water_level: now }),
    snapshot(NOON - HOUR, { water_level: hourAgo }),
    snapshot(NOON - HOUR / 2, { water_level: halfHourAgo }),
  )[0]?.perHour['water_level']

it('is that of the last half hour once a value has turned', () => {
  expect(perHourOf(1, 4, 3)).toBe(-2)
  expect(perHourOf(4, 1, 2)).toBe(2)
  expect(perHourOf(1, 3, 4)).toBe(3)
})

it('is known from half an hour on', () => {
  const young = trends(snapshot(NOON, { water_level: 2 }), new Map(), snapshot(NOON - HOUR / 2, { water_level: 1 }))
  expect(young).toEqual([{ station: 'A', perHour: { water_level: 2 } }])
})
