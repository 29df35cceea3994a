import { PROPERTIES } from '@ioc/shared/properties'
import { HOUR } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { halfMinute, siteOf, sites, worldOf } from './hue.fixture.js'
import { sense } from './sensors.js'

const START = Date.parse('2026-10-20T00:00:00+07:00')

describe('sense', () => {
  it('reads near the truth, not the truth itself, and the same each time', () => {
    const site = siteOf('HUE-AQ-01')
    const moment = halfMinute(START)
    const truth = worldOf('calm', START).truth(site, moment)
    const read = sense(1, site, truth, moment)
    expect(read).toEqual(sense(1, site, truth, moment))
    expect(read).not.toEqual(sense(2, site, truth, moment))
    expect(read['pm2_5']).not.toBe(truth['pm2_5'])
    expect((read['pm2_5'] ?? 0) / (truth['pm2_5'] ?? 1)).toBeCloseTo(1, 0)
  })

  it('stays inside what the contract calls plausible, calm or flood', () => {
    const absurd: string[] = []
    for (const scenario of ['calm', 'flood']) {
      const world = worldOf(scenario, START)
      for (let at = START; at < START + 12 * HOUR; at += HOUR / 3) {
        for (const site of sites) {
          for (const [key, value] of Object.entries(
            sense(1, site, world.truth(site, halfMinute(at)), halfMinute(at)),
          )) {
            const { min = Infinity, max = -Infinity } = PROPERTIES.find((known) => known.key === key) ?? {}
            if (!(value >= min && value <= max)) absurd.push(`${site.station.id} ${key} ${value}`)
          }
        }
      }
    }
    expect(absurd).toEqual([])
  })

  it('counts whole vehicles that make its flow, and on the whole as many as there are', () => {
    const site = siteOf('HUE-TR-14')
    const world = worldOf('calm', START)
    let counted = 0
    let passed = 0
    for (let at = START; at < START + 6 * HOUR; at += 30_000) {
      const truth = world.truth(site, halfMinute(at))
      const { vehicles = 0, flow } = sense(1, site, truth, halfMinute(at))
      expect(vehicles).toBe(Math.floor(vehicles))
      expect(flow).toBe(vehicles * 120)
      counted += vehicles
      passed += truth['vehicles'] ?? 0
    }
    expect(counted / passed).toBeCloseTo(1, 1)
  })

  it('lets energy and power of one meter agree', () => {
    const site = siteOf('HUE-PW-01')
    const truth = worldOf('calm', START).truth(site, halfMinute(START))
    const read = sense(1, site, truth, halfMinute(START))
    expect((read['energy'] ?? 0) * 120).toBeCloseTo(read['active_power'] ?? 0, 1)
  })
})
