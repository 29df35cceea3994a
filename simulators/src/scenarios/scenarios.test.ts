import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { halfMinute, siteOf, sites, worldOf } from '../hue.fixture.js'
import { sense } from '../sensors.js'
import { createSite, numberOr, type Site } from '../world/site.js'
import { createWorld } from '../world/world.js'
import { haze } from './haze.js'
import { SCENARIOS } from './scenario-named.js'

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

/** The values of one property at all stations that have it, some hours into a story. */
function valuesAt(name: string, start: number, hours: number, key: string, seed = 1): Map<string, number> {
  const world = worldOf(name, start, seed)
  const values = new Map<string, number>()
  for (const site of sites) {
    const value = world.truth(site, halfMinute(start + hours * HOUR))[key]
    if (value !== undefined) values.set(site.station.id, value)
  }
  return values
}

describe('every story', () => {
  it.each(SCENARIOS.map(({ name }) => name))('is calm before it begins: %s', (name) => {
    const start = Date.parse('2026-11-23T06:00:00+07:00')
    const at = start - 10 * HOUR
    for (const site of sites) {
      expect(worldOf(name, start).truth(site, halfMinute(at))).toEqual(
        worldOf('calm', start).truth(site, halfMinute(at)),
      )
      expect(worldOf(name, start).isAwake(site, at)).toBe(true)
    }
  })

  it('can be told in less time than its own', () => {
    const start = Date.parse('2026-11-23T06:00:00+07:00')
    const short = createWorld({ seed: 1, scenario: haze, scenarioStart: start, pace: haze.lastsH / 6 })
    const city = siteOf('HUE-AQ-01')
    expect(short.truth(city, halfMinute(start + 4 * HOUR))['pm2_5']).toBeGreaterThan(150)
    expect(short.truth(city, halfMinute(start + 6 * HOUR))['pm2_5']).toBeLessThan(50)
  })
})

describe('haze', () => {
  const start = Date.parse('2026-12-01T06:00:00+07:00')

  it.each([1, 2, 3])('gathers over the city, spares the mountains and is swept away, seed %i', (seed) => {
    const dust = (hours: number) => [...valuesAt('haze', start, hours, 'pm2_5', seed).values()].sort((a, b) => a - b)
    expect(dust(24).at(-1)).toBeGreaterThan(150)
    expect(dust(24)[0]).toBeLessThan(50)
    expect(dust(6).at(-1)).toBeLessThan(dust(12).at(-1) ?? 0)
    expect(dust(35).at(-1)).toBeLessThan(50)
  })
})

describe('rush-hour', () => {
  const start = Date.parse('2026-11-23T06:00:00+07:00')
  const roads = sites.filter(({ station }) => station.kind === 'traffic')

  function jammed(hours: number, seed: number): string[] {
    const speeds = valuesAt('rush-hour', start, hours, 'speed', seed)
    return roads
      .filter(({ station }) => (speeds.get(station.id) ?? 0) < 0.3 * numberOr(station.attributes?.['freeFlowKmh'], 0))
      .map(({ station }) => station.id)
  }

  it.each([1, 2, 3])(
    'stands on some roads in the morning and the evening, and on no road at noon or night, seed %i',
    (seed) => {
      expect(jammed(1.5, seed).length).toBeGreaterThanOrEqual(3)
      expect(jammed(11.4, seed)).toEqual(jammed(1.5, seed))
      expect(jammed(1.5, seed).length).toBeLessThan(roads.length)
      expect(jammed(13.8, seed)).toEqual([])
    },
  )

  it('has an incident on some road between the two, which is over before the evening', () => {
    const between = [1, 2, 3].map((seed) => [4, 5, 6, 7, 8, 9].flatMap((hours) => jammed(hours, seed)))
    expect(between.flat().length).toBeGreaterThan(0)
    for (const seed of [1, 2, 3]) expect(jammed(10, seed)).toEqual([])
  })
})

describe('blackout', () => {
  const start = Date.parse('2026-11-23T09:00:00+07:00')

  it.each([1, 2, 3])('takes the volts of some meters, shakes others and leaves the rest, seed %i', (seed) => {
    const volts = [...valuesAt('blackout', start, 0.7, 'voltage_l1', seed).values()]
    expect(volts.filter((volt) => volt === 0).length).toBeGreaterThan(0)
    expect(volts.filter((volt) => volt > 0 && volt < 209).length).toBeGreaterThan(0)
    expect(volts.filter((volt) => volt > 209).length).toBeGreaterThan(0)
    expect([...valuesAt('blackout', start, 4.9, 'voltage_l1', seed).values()].every((volt) => volt > 209)).toBe(true)
  })

  it('slows the grid for every meter that has volts, and has none to tell for the others', () => {
    const hertz = valuesAt('blackout', start, 0.7, 'frequency')
    expect(new Set(hertz.values()).size).toBe(1)
    expect([...hertz.values()][0]).toBeLessThan(49.7)
    expect(hertz.size).toBeLessThan(valuesAt('blackout', start, 0.7, 'voltage_l1').size)
    expect([...valuesAt('blackout', start, 2, 'frequency').values()][0]).toBeGreaterThan(49.9)
  })

  it('silences stations one by one as their batteries empty, but none with the sun, and has all back at the end', () => {
    const world = worldOf('blackout', start)
    const asleep = (hours: number) => sites.filter((site) => !world.isAwake(site, start + hours * HOUR))
    expect(asleep(0.6)).toEqual([])
    expect(asleep(1.2).length).toBeGreaterThan(0)
    expect(asleep(2.4).length).toBeGreaterThan(asleep(1.2).length)
    expect(asleep(2.4).every(({ station }) => !['water', 'rain'].includes(station.kind))).toBe(true)
    expect(asleep(4.9)).toEqual([])
  })
})

describe('typhoon', () => {
  const start = Date.parse('2026-10-20T09:00:00+07:00')

  it.each([1, 2, 3])('brings the flood after the landfall, seed %i', (seed) => {
    const over = (hours: number) => {
      const levels = valuesAt('typhoon', start, hours, 'water_level', seed)
      return sites.filter(
        ({ station }) => (levels.get(station.id) ?? 0) >= numberOr(station.attributes?.['bd3'], Infinity),
      ).length
    }
    expect(over(2)).toBe(0)
    expect(over(17)).toBeGreaterThanOrEqual(3)
    expect(over(29)).toBe(0)
  })

  it('drives the sea up the coast more than up the rivers', () => {
    const levels = ['calm', 'typhoon'].map((name) => valuesAt(name, start, 12, 'water_level'))
    const [coast = 0, city = 0] = ['HUE-WL-10', 'HUE-WL-06'].map(
      (id) => (levels[1]?.get(id) ?? 0) - (levels[0]?.get(id) ?? 0),
    )
    expect(coast).toBeGreaterThan(city + 0.5)
  })

  it('has its wind and its low pressure about the landfall', () => {
    const { properties: _, ...station } = siteOf('HUE-RG-01').station
    const mast = createSite({ ...station, kind: 'weather' })
    const at = (hours: number) => worldOf('typhoon', start).truth(mast, halfMinute(start + hours * HOUR))
    expect(at(12)['wind_speed']).toBeGreaterThan(30)
    expect(at(24)['wind_speed']).toBeLessThan(10)
    expect((at(0)['pressure'] ?? 0) - (at(12)['pressure'] ?? 0)).toBeGreaterThan(20)
  })
})
