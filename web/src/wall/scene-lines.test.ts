import { expect, it } from 'vitest'
import type { WireOverview } from '@ioc/shared/overview'
import type { Row } from '../stations/row.js'
import { NOON, sampleLatest, sampleStation } from '../design/sample-things.js'
import { sceneLength, sceneLines } from './scene-lines.js'

const at = new Date(NOON).toISOString()
const later = new Date(NOON + 10_000).toISOString()
const leading = (station: string, value: number) => ({ station, value, yesterday: null, at })
const river = (station: string, value: number, level: 0 | 1) => {
  const next = level === 1 ? { level: 2 as const, limit: 2, inS: null } : { level: 1 as const, limit: 1, inS: null }
  return { ...leading(station, value), level, trend: null, next }
}
const road = (station: string, value: number) => ({ ...leading(station, value), freeFlowKmh: 50, los: 1 })
const load = (station: string, value: number) => ({ ...leading(station, value), ratedKw: 100, share: null, peak: null })

/** What was heard of these stations since the figures were computed. */
function heard(property: string, values: Record<string, number>, level?: number): Map<string, Row> {
  const rows = Object.entries(values).map(([station, value]) => {
    const indices = level === undefined ? {} : { flood_level: { value: level, band: level, main: property, at: later } }
    const latest = sampleLatest(station, { values: { [property]: { value, at: later, quality: 'good' } }, indices })
    const its = sampleStation(station, { attributes: { bd1: 1, bd2: 2 } })
    return [station, { station: its, latest, look: { so: { standing: 'normal' } } } as Row] as const
  })
  return new Map(rows)
}
const orderOf = (...asked: Parameters<typeof sceneLines>) => sceneLines(...asked).map(({ station }) => station)

it('puts the rivers in the order of the levels it shows, not of those of half a minute ago', () => {
  const overview = {
    at,
    rivers: [river('a', 1.2, 1), river('b', 0.9, 0), river('c', 0.8, 0)],
  } as unknown as WireOverview
  const shown = (level: number, c: number) =>
    orderOf('rivers', overview, new Map([...still, ...heard('water_level', { c }, level)]))
  const still = [...heard('water_level', { a: 1.2 }, 1), ...heard('water_level', { b: 0.9 }, 0)]
  expect(shown(0, 0.8)).toEqual(['a', 'b', 'c'])
  expect(shown(2, 2.1)).toEqual(['c', 'a', 'b'])
  expect(shown(0, 0.95)).toEqual(['a', 'c', 'b'])
  // What has just passed its level is far from the next.
  expect(shown(1, 1.01)).toEqual(['a', 'c', 'b'])
})

it('puts roads and substations in the order of what it shows, but lets small differences be', () => {
  const roads = { at, roads: [road('a', 40), road('b', 41), road('c', 48)] } as unknown as WireOverview
  expect(orderOf('traffic', roads, heard('speed', { b: 39.8 }))).toEqual(['a', 'b', 'c'])
  expect(orderOf('traffic', roads, heard('speed', { c: 12 }))).toEqual(['c', 'a', 'b'])
  const loads = { at, loads: [load('a', 80), load('b', 40)] } as unknown as WireOverview
  expect(orderOf('power', loads, heard('active_power', { b: 95 }))).toEqual(['b', 'a'])
})

it('lets no line pass another by a tremor, whatever their shares are', () => {
  const roads = { at, roads: [road('a', 26.3), road('b', 26.3)] } as unknown as WireOverview
  for (const speed of [26.2, 26.3, 26.4]) expect(orderOf('traffic', roads, heard('speed', { b: speed }))[0]).toBe('a')
})

it('tells of a substation the peak that is expected, where it is higher than now, and goes by it', () => {
  const peak = { value: 105, at: later }
  const loads = {
    at,
    loads: [
      { ...load('a', 70), peak: { value: 60, at: later } },
      { ...load('b', 55), peak },
    ],
  }
  expect(sceneLines('power', loads as unknown as WireOverview, new Map())).toMatchObject([
    { station: 'b', beside: 0.55, peak: { share: 1.05, at: later } },
    { station: 'a', beside: 0.7, peak: null },
  ])
})

it('leaves what is old behind what is of now', () => {
  const loads = [{ ...load('a', 99), old: true }, load('b', 40)]
  expect(orderOf('power', { at, loads } as unknown as WireOverview, new Map())).toEqual(['b', 'a'])
})

it('counts also what was not sent', () => {
  const overview = { lengths: { airs: 1, rivers: 2, roads: 3_000, loads: 4 } } as unknown as WireOverview
  const all = (['map', 'rivers', 'air', 'traffic', 'power'] as const).map((show) => sceneLength(show, overview))
  expect(all).toEqual([0, 2, 1, 3_000, 4])
  expect(sceneLength('traffic', null)).toBe(0)
})
