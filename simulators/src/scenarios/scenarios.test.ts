import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { halfMinute, sites, worldOf } from '../hue.fixture.js'
import { sense } from '../sensors.js'
import { numberOr, type Site } from '../world/site.js'

/** Where VN_AQI passes 100 for one hour's mean; a value that never reaches it makes no index above 100. */
const VN_AQI_100: Record<string, number> = { pm2_5: 50, pm10: 150, no2: 200, so2: 350, o3: 200, co: 30_000 }
const SEASONS = ['2026-01-12', '2026-04-13', '2026-07-13', '2026-10-12']

/** The limits that a reading crosses, by the rules the province ships with. */
function crossed(site: Site, values: Record<string, number>): string[] {
  const { attributes = {} } = site.station
  const free = numberOr(attributes['freeFlowKmh'], 60)
  const nominal = numberOr(attributes['nominalV'], 220)
  const isOut = (key: string, value: number) => {
    if (key in VN_AQI_100) return value >= (VN_AQI_100[key] ?? 0)
    if (key === 'water_level') return value >= numberOr(attributes['bd1'], Infinity)
    if (key === 'speed') return value < 0.3 * free
    if (key.startsWith('voltage')) return Math.abs(value - nominal) >= 0.05 * nominal
    if (key === 'frequency') return Math.abs(value - 50) >= 0.2
    return key === 'rain' && value > 10
  }
  return Object.entries(values)
    .filter(([key, value]) => isOut(key, value))
    .map(([key, value]) => `${site.station.id} ${key} ${value}`)
}

function noon(day: string, key: string): number {
  const world = worldOf('calm', day)
  const values = sites.map((site) => world.truth(site, halfMinute(`${day}T13:00:00+07:00`))[key])
  const known = values.filter((value) => value !== undefined)
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

describe('calm', () => {
  it.each(SEASONS)('crosses no limit in the week from %s, whatever the seed', (day) => {
    const start = Date.parse(`${day}T00:00:00+07:00`)
    const found: string[] = []
    for (const seed of [1, 2, 3]) {
      const world = worldOf('calm', start, seed)
      for (let at = start; at < start + 7 * DAY; at += 29 * MINUTE) {
        const moment = halfMinute(at)
        for (const site of sites) found.push(...crossed(site, sense(seed, site, world.truth(site, moment), moment)))
      }
    }
    expect(found).toEqual([])
  })

  it('follows the seasons of Huế', () => {
    expect(noon('2026-07-13', 'temperature')).toBeGreaterThan(noon('2026-01-12', 'temperature') + 7)
    expect(noon('2026-01-12', 'pm2_5')).toBeGreaterThan(noon('2026-07-13', 'pm2_5') + 3)
  })
})

describe('flood', () => {
  const start = Date.parse('2026-11-22T09:00:00+07:00')
  const gauges = sites.filter(({ station }) => station.attributes?.['bd3'] !== undefined)

  /** Hours after the start when a gauge first reaches a level, or Infinity. */
  function reached(seed: number, site: Site, attribute: string): number {
    const world = worldOf('flood', start, seed)
    for (let at = start; at < start + 8 * HOUR; at += 10 * MINUTE) {
      const level = world.truth(site, halfMinute(at))['water_level'] ?? 0
      if (level >= numberOr(site.station.attributes?.[attribute], Infinity)) return (at - start) / HOUR
    }
    return Infinity
  }

  it.each([1, 2, 3, 4])('takes at least three gauges through BĐ I and II over BĐ III, seed %i', (seed) => {
    const over = gauges.filter((site) => reached(seed, site, 'bd3') < Infinity)
    expect(over.length).toBeGreaterThanOrEqual(3)
    for (const site of over) {
      const [first, second, third] = ['bd1', 'bd2', 'bd3'].map((level) => reached(seed, site, level))
      expect(first).toBeGreaterThan(0.5)
      expect(first).toBeLessThan(3)
      expect(second).toBeGreaterThan(first ?? 0)
      expect(third).toBeGreaterThan(second ?? 0)
    }
  })

  it('is calm before it begins', () => {
    const at = start - 10 * HOUR
    for (const site of sites) {
      expect(worldOf('flood', start).truth(site, halfMinute(at))).toEqual(
        worldOf('calm', start).truth(site, halfMinute(at)),
      )
    }
  })

  it('fills the reservoirs to their brim and not beyond belief', () => {
    const full = sites.filter(({ station }) => station.attributes?.['mndbt'] !== undefined)
    for (const site of full) {
      const world = worldOf('flood', start)
      const before = world.truth(site, halfMinute(start))['water_level'] ?? 0
      const after = world.truth(site, halfMinute(start + 10 * HOUR))['water_level'] ?? 0
      expect(after - before).toBeGreaterThan(1)
      expect(after).toBeLessThan(numberOr(site.station.attributes?.['mndbt'], 0) + 1.5)
    }
    expect(full.length).toBe(4)
  })
})
