import { HOUR, MINUTE, parseTime } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { createGate } from './gate.js'
import { siteOf, sites, worldOf } from './hue.fixture.js'
import { measure } from './measure.js'
import { createPast } from './past.js'
import { SCENARIOS } from './scenarios/scenario-named.js'

const NOW = Date.parse('2026-10-20T08:03:20Z')

interface Reading {
  at: string
  values: Record<string, number>
  quality: string
}

function past({
  until = NOW,
  hours = 2,
  seed = 1,
  worldShiftMs = 0,
  scenario = 'flood',
  begun = until,
}: { until?: number; hours?: number; seed?: number; worldShiftMs?: number; scenario?: string; begun?: number } = {}) {
  const world = worldOf(scenario, begun + worldShiftMs, seed)
  return createPast({ seed, world, hours, until, worldShiftMs, gate: createGate(1) })
}

function readings(site = siteOf('HUE-TR-05'), of = past()): Reading[] {
  return of.batches(site).flatMap((times) => JSON.parse(of.payload(site, times)) as Reading[])
}

describe('the past of a station', () => {
  it('has every fifth minute, and of the last 25 hours every report, oldest first, at most a hundred to a message', () => {
    const batches = past({ hours: 40 }).batches(siteOf('HUE-TR-05'))
    const times = batches.flat()
    const steps = times.slice(1).map((at, i) => at - times[i]!)
    expect(new Date(times[0]!).toISOString()).toBe('2026-10-18T16:05:00.000Z')
    expect(new Date(times.at(-1)!).toISOString()).toBe('2026-10-20T08:03:00.000Z')
    // From 07:00 of the day before on.
    const [coarse, fine] = [179, 25 * 120 + 6]
    expect(steps.slice(0, coarse).every((step) => step === 5 * MINUTE)).toBe(true)
    expect(steps.slice(coarse).every((step) => step === MINUTE / 2)).toBe(true)
    expect(steps).toHaveLength(coarse + fine)
    expect(Math.max(...batches.map(({ length }) => length))).toBe(100)
  })

  it('counts what passed and fell once, in five minutes and in every report of them', () => {
    for (const [id, key] of [
      ['HUE-RG-01', 'rain'],
      ['HUE-TR-05', 'vehicles'],
      ['HUE-PW-02', 'energy'],
    ] as const) {
      const told = readings(siteOf(id), past({ begun: NOW - 5 * HOUR, hours: 4 }))
      const sum = (some: Reading[]) => some.reduce((total, { values }) => total + (values[key] ?? 0), 0)
      expect(sum(told)).toBeGreaterThan(0)
      expect(sum(told)).toBeCloseTo(sum(told.filter(({ at }) => (parseTime(at) ?? 0) % (5 * MINUTE) === 0)), 6)
      expect(told.every(({ values }) => Object.keys(values).length > 0)).toBe(true)
    }
  })

  it('takes the borders in where they are fifth minutes', () => {
    const border = Date.parse('2026-10-20T08:00:00Z')
    const times = past({ until: border, hours: 1 }).batches(siteOf('HUE-TR-05')).flat()
    expect([times[0], times.at(-1), times.length]).toEqual([border - HOUR, border, 121])
  })

  it('is the same to the last bit when it is told again, later and by another', () => {
    for (const site of sites) {
      const later = new Map(readings(site, past({ until: NOW + HOUR, hours: 3 })).map((one) => [one.at, one]))
      for (const reading of readings(site)) expect(later.get(reading.at)).toEqual(reading)
    }
    expect(readings(siteOf('HUE-AQ-01'), past({ seed: 2 }))).not.toEqual(readings(siteOf('HUE-AQ-01')))
  })

  it('is what a live report at that time says, its counters having run five minutes', () => {
    const world = worldOf('calm', NOW)
    for (const id of ['HUE-TR-05', 'HUE-PW-02', 'HUE-RG-01', 'HUE-WL-05', 'HUE-AQ-02']) {
      const observer = { seed: 1, site: siteOf(id), world, worldTime: (at: number) => at }
      const told = readings(observer.site).filter(({ at }) => (parseTime(at) ?? 0) % (5 * MINUTE) === 0)
      expect(told.map(({ values }) => values)).toEqual(
        told.map(({ at }) => measure(observer, parseTime(at) ?? 0, 5 * MINUTE)),
      )
    }
  })

  it.each(SCENARIOS.map(({ name }) => name))('is calm before %s has begun', (scenario) => {
    for (const site of sites.filter((_, i) => i % 5 === 0)) {
      expect(readings(site, past({ scenario }))).toEqual(readings(site, past({ scenario: 'calm' })))
    }
  })

  it('tells what has happened of a scenario that began before it ends', () => {
    const [calm, stormy] = [NOW, NOW - 5 * HOUR].map((begun) =>
      readings(siteOf('HUE-WL-05'), past({ begun, hours: 6 })).map((one) => one.values['water_level']!),
    ) as [number[], number[]]
    expect(stormy[0]).toBe(calm[0])
    expect(stormy.at(-1)).toBeGreaterThan(calm.at(-1)! + 1)
  })

  it('says that it is good and carries no number', () => {
    for (const reading of readings()) expect(Object.keys(reading)).toEqual(['at', 'values', 'quality'])
    expect(new Set(readings().map(({ quality }) => quality))).toEqual(new Set(['good']))
  })

  it('leads to the date of a world with a calendar of its own', () => {
    const julyOf = (site: string) => readings(siteOf(site), past({ worldShiftMs: -97 * 24 * HOUR })).at(-1)
    const here = readings(siteOf('HUE-AQ-01')).at(-1)
    expect(julyOf('HUE-AQ-01')?.at).toBe(here?.at)
    expect(julyOf('HUE-AQ-01')?.values['temperature']).toBeGreaterThan((here?.values['temperature'] ?? 0) + 1)
  })
})
