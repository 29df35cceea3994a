import { HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { halfMinute, siteOf, sites, worldOf } from '../hue.fixture.js'
import { createSite } from './site.js'

const START = '2026-10-20T00:00:00+07:00'
const AIR = siteOf('HUE-AQ-02')
const ROAD = siteOf('HUE-TR-05')
const METER = siteOf('HUE-PW-02')
const GAUGE = siteOf('HUE-WL-06')

function read(site: typeof AIR, at: string | number, world = worldOf('calm', START)) {
  return world.truth(site, halfMinute(at)) as Record<string, number> & Record<'no2' | 'flow', number>
}

describe('the world', () => {
  it('tells the same storm for the same seed and another for another', () => {
    const at = Date.parse(START) + 3 * HOUR
    const storm = (seed: number) => sites.map((site) => worldOf('flood', START, seed).truth(site, halfMinute(at)))
    expect(storm(5)).toEqual(storm(5))
    expect(storm(5)).not.toEqual(storm(6))
  })

  it('answers the same whatever was asked before', () => {
    const times = Array.from({ length: 40 }, (_, i) => Date.parse(START) + i * 17 * MINUTE)
    const forward = worldOf('flood', START)
    const backward = worldOf('flood', START)
    const inOrder = times.map((at) => sites.map((site) => forward.truth(site, halfMinute(at))))
    const reversed = times
      .toReversed()
      .map((at) =>
        sites
          .toReversed()
          .map((site) => backward.truth(site, halfMinute(at)))
          .toReversed(),
      )
      .toReversed()
    expect(reversed).toEqual(inOrder)
  })

  it('knows every property that the stations of Huế list', () => {
    for (const site of sites) {
      expect(Object.keys(read(site, START)).sort()).toEqual([...site.properties].sort())
    }
  })

  it('raises NO2 and slows the traffic in the rush hour, less on a Sunday', () => {
    const night = '2026-10-21T02:30:00+07:00'
    const rush = '2026-10-21T17:20:00+07:00'
    const sunday = '2026-10-25T17:20:00+07:00'
    expect(read(AIR, rush)['no2']).toBeGreaterThan(2 * (read(AIR, night)['no2'] ?? 0))
    expect(read(ROAD, rush)['flow']).toBeGreaterThan(10 * (read(ROAD, night)['flow'] ?? 0))
    expect(read(ROAD, rush)['speed']).toBeLessThan(0.75 * (read(ROAD, night)['speed'] ?? 0))
    expect(read(ROAD, sunday)['flow']).toBeLessThan(0.8 * (read(ROAD, rush)['flow'] ?? 0))
  })

  it('keeps flow, speed, occupancy and the count of one detector consistent', () => {
    for (let hour = 0; hour < 24; hour++) {
      const { vehicles = 0, flow, speed = 0, occupancy = 0 } = read(ROAD, Date.parse(START) + hour * HOUR)
      expect(vehicles).toBeCloseTo((flow * 30) / 3_600, 9)
      expect(occupancy).toBeCloseTo((100 * 0.0042 * flow) / speed / 2, 9)
      expect(flow).toBeLessThanOrEqual(2 * 1_800)
    }
  })

  it('makes energy of power and time, and power of volts, amperes and the power factor', () => {
    for (let hour = 0; hour < 24; hour++) {
      const v = read(METER, Date.parse(START) + hour * HOUR) as Record<string, number>
      expect(v['energy']).toBeCloseTo(((v['active_power'] ?? 0) * 30) / 3_600, 9)
      const watts = [1, 2, 3].reduce((sum, n) => sum + (v[`voltage_l${n}`] ?? 0) * (v[`current_l${n}`] ?? 0), 0)
      expect((watts * (v['power_factor'] ?? 0)) / 1_000).toBeCloseTo(v['active_power'] ?? 0, 6)
    }
  })

  it('peaks in the evening and sags the voltage with the load', () => {
    const evening = read(METER, '2026-10-21T19:15:00+07:00')
    const night = read(METER, '2026-10-21T03:00:00+07:00')
    expect(evening['active_power']).toBeGreaterThan(1.8 * (night['active_power'] ?? 0))
    expect(evening['voltage_l1']).toBeLessThan((night['voltage_l1'] ?? 0) - 1)
  })

  it('shows every meter the same frequency', () => {
    const at = '2026-10-21T09:41:07+07:00'
    expect(read(siteOf('HUE-PW-11'), at)['frequency']).toBe(read(METER, at)['frequency'])
  })

  it('raises a river some time after the rain, and lets it fall again', () => {
    const world = worldOf('flood', START)
    const level = (hours: number) => read(GAUGE, Date.parse(START) + hours * HOUR, world)['water_level'] ?? 0
    const rain = read(siteOf('HUE-RG-01'), Date.parse(START) + HOUR, world)['rain'] ?? 0
    expect(rain).toBeGreaterThan(0.1)
    expect(level(0.5) - level(0)).toBeLessThan(0.1)
    expect(level(3) - level(0)).toBeGreaterThan(1.5)
    expect(level(24)).toBeLessThan(level(6) - 2)
  })

  it('washes the dust out of the air when it rains', () => {
    const at = Date.parse(START) + 4 * HOUR
    const dry = read(AIR, at)['pm2_5'] ?? 0
    const wet = read(AIR, at, worldOf('flood', START))['pm2_5'] ?? 0
    expect(wet).toBeLessThan(0.3 * dry)
  })

  it('counts the rain of any stretch of time, however it is cut', () => {
    const world = worldOf('flood', START)
    const gauge = siteOf('HUE-RG-03')
    const from = Date.parse(START) + 2 * HOUR
    const fallen = (since: number, at: number) => world.truth(gauge, { at, since, intervalMs: at - since })['rain'] ?? 0
    let cut = 0
    for (let i = 0; i < 120; i++) cut += fallen(from + i * 30_000, from + (i + 1) * 30_000)
    expect(cut / fallen(from, from + HOUR)).toBeCloseTo(1, 2)
  })

  it('gives a station without a list of properties those of its kind', () => {
    const { properties: _, ...station } = AIR.station
    expect(Object.keys(read(createSite(station), START))).toContain('pm2_5')
  })
})
