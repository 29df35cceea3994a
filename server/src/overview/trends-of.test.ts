import { PROPERTIES } from '@ioc/shared/properties'
import { HOUR, formatTime } from '@ioc/shared/time'
import type { LatestStation, WireValue } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { trendsOf } from './trends-of.js'

const NOON = Date.parse('2026-11-22T05:00:00Z')

function snapshot(at: number, values: Record<string, number | Partial<WireValue>>): Map<string, LatestStation> {
  const held = Object.entries(values).map(([key, value]) => {
    const given = typeof value === 'number' ? { value } : value
    return [key, { value: 0, at: formatTime(at), quality: 'good', ...given }]
  })
  return new Map([['A', { station: 'A', values: Object.fromEntries(held) } as LatestStation]])
}

const trends = (now: ReturnType<typeof snapshot>, hourAgo: ReturnType<typeof snapshot>) =>
  trendsOf({ now: NOON, stations: ['A'], latest: now, hourAgo, properties: PROPERTIES })

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
