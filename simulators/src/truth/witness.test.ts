import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { FAULT_KINDS, faultsAt, type FaultShares } from '../faults.js'
import { siteOf, sites, worldOf } from '../hue.fixture.js'
import { haze } from '../scenarios/haze.js'
import type { Site } from '../world/site.js'
import { truthOf, type TruthEntry } from './truth-of.js'
import { createWitness } from './witness.js'
import { writeTruth } from './write-truth.js'

const START = Date.parse('2026-11-23T06:00:00+07:00')
const BEAT = 30 * SECOND
const GAUGE = siteOf('HUE-WL-06')
const METER = siteOf('HUE-PW-02')
const SEED = 5
const worldTime = (at: number) => at

function seen(scenario: string, hours: number, shares: FaultShares, among: readonly Site[]): TruthEntry[] {
  const world = worldOf(scenario, START, SEED)
  const witnesses = among.map((site) => createWitness({ seed: SEED, site, world, worldTime, shares, intervalMs: BEAT }))
  for (let at = START; at < START + hours * HOUR; at += BEAT) for (const witness of witnesses) witness.see(at)
  return truthOf(witnesses.flatMap((witness) => witness.testify(START + hours * HOUR)))
}

describe('the truth', () => {
  it('of a calm day is nothing', () => {
    expect(seen('calm', 3, {}, sites)).toEqual([])
  })

  it('of a flood is when each level is passed, certain once no error of the gauge could hide it', () => {
    const entries = seen('flood', 4, {}, [GAUGE])
    expect(entries.map(({ what }) => what)).toEqual(['water.bd1', 'water.bd2', 'water.bd3'])
    const world = worldOf('flood', START, SEED)
    const level = (at: number) => world.truth(GAUGE, { at, since: at - BEAT, intervalMs: BEAT })['water_level'] ?? 0
    for (const { limit, from, to, certain } of entries) {
      expect(level(from)).toBeGreaterThanOrEqual((limit ?? 0) - 0.02)
      expect(level(from - BEAT)).toBeLessThan((limit ?? 0) - 0.01)
      expect(level(certain[0]?.[0] ?? 0)).toBeGreaterThan((limit ?? 0) + 0.01)
      expect(to).toBe(START + 4 * HOUR)
    }
  })

  it('of a slow grid is one thing, however many meters see it', () => {
    const meters = sites.filter(({ station }) => station.kind === 'power')
    const slow = seen('blackout', 2, {}, meters).filter(({ what }) => what === 'power.frequency-low')
    expect(slow).toHaveLength(1)
    expect(slow[0]?.stations).toHaveLength(meters.length)
    expect((slow[0]?.certain[0]?.[0] ?? 0) - START).toBeGreaterThan(0.5 * HOUR)
    expect((slow[0]?.certain[0]?.[0] ?? 0) - START).toBeLessThan(0.55 * HOUR)
  })

  it.each(['duplicate', 'spike', 'calibrating', 'malformed', 'wrong-clock'] as const)(
    'of a calm day with %s is that nobody may cry flood',
    (kind) => {
      const told = seen('calm', 6, { [kind]: 0.2 }, [GAUGE, METER])
      expect(told.filter(({ what }) => !what.startsWith('station.'))).toEqual([])
    },
  )

  it.each(['silent', 'late'] as const)(
    'of a station that is %s is its silence, from its last word to its next',
    (kind) => {
      const shares = { [kind]: 0.2 }
      const isQuiet = (at: number) => faultsAt(SEED, shares, GAUGE.station.id, at).length > 0
      const told = seen('calm', 6, shares, [GAUGE])
      expect(told.length).toBeGreaterThan(1)
      for (const { what, certain, to } of told) {
        expect(what).toBe('station.silent')
        const [from = 0, until = 0] = certain[0] ?? []
        expect([isQuiet(from), isQuiet(from + BEAT), isQuiet(until - BEAT)]).toEqual([false, true, true])
        expect(isQuiet(until)).toBe(until === START + 6 * HOUR)
        expect(to).toBe(until)
      }
    },
  )

  it('of a stuck station is that it is stuck, and that the world goes on without it', () => {
    const shares = { stuck: 0.5 }
    const told = seen('flood', 4, shares, [GAUGE])
    for (const { from, to } of told.filter(({ what }) => what === 'station.stuck')) {
      expect(faultsAt(SEED, shares, GAUGE.station.id, from)).not.toEqual([])
      expect(to - from).toBeLessThanOrEqual(90 * MINUTE)
    }
    expect(told.some(({ what }) => what === 'station.stuck')).toBe(true)
    const [healthy, ill] = [seen('flood', 4, {}, [GAUGE]), told].map((all) =>
      all.find(({ what }) => what === 'water.bd2'),
    )
    expect(ill?.from).toBeLessThanOrEqual(healthy?.from ?? 0)
    expect(ill?.certain[0]?.[0]).toBeGreaterThanOrEqual(healthy?.certain[0]?.[0] ?? Infinity)
  })
})

describe('a truth file', () => {
  it('is the same for the same run, and another for another seed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'truth-'))
    const write = async (name: string, seed: number) => {
      const world = worldOf('haze', START, seed)
      const loggers = [siteOf('HUE-AQ-01'), METER].map((site, i) => ({
        observer: { seed, site, world, worldTime: (at: number) => START + (at - DAY) * 60 },
        periodMs: 29_500,
        phase: i / 2,
      }))
      const faults = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0.02]))
      const to = DAY + (haze.lastsH / 60) * HOUR
      const run = { scenario: haze, seed, faults, speed: 60, from: DAY, to, worldTime: loggers[0]!.observer.worldTime }
      await writeTruth(join(folder, name), { ...run, loggers })
      return readFile(join(folder, name), 'utf8')
    }
    const first = await write('a.json', 1)
    expect(await write('b.json', 1)).toBe(first)
    expect(await write('c.json', 2)).not.toBe(first)
    expect(JSON.parse(first)).toMatchObject({ scenario: 'haze', worldFrom: '2026-11-22T23:00:00.000Z', speed: 60 })
    await rm(folder, { recursive: true })
  })
})
