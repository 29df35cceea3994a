import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { createAlarmDesk } from '@ioc/server/alarms/desk'
import { createEvents } from '@ioc/server/events'
import { datastreamId, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema } from '@ioc/shared/rule'
import { stationSchema, type Station } from '@ioc/shared/station'
import { SECOND } from '@ioc/shared/time'
import { createManualClock } from '../manual-clock.js'
import { seededRandom } from '../seeded-random.js'

const DATASTREAMS = Number(process.env.IOC_BENCH_DATASTREAMS ?? 100_000)
const SECONDS = Number(process.env.IOC_BENCH_SECONDS ?? 60)
const RATE = 20_000
const START = Date.parse('2026-11-20T00:00:00Z')

const CALM: Record<string, number> = { speed: 42, frequency: 50, power_factor: 0.97, pm2_5: 20, water_level: 0.5 }

const file = (name: string) => JSON.parse(readFileSync(`provinces/hue/${name}`, 'utf8')) as unknown

/** Nothing at all to write. */
const ignore = () => undefined

/**
 * What the desk costs an observation: the shipped rules of Huế over so many datastreams, 20,000 observations for each
 * second of the clock, ticks and all. Values tremble as measured ones do and pass no limit.
 *
 * The share is that of one core at 20,000 observations a second.
 */
export async function benchAlarms(): Promise<void> {
  const rules = z.array(ruleSchema).parse(file('rules.json'))
  const seeds = z.array(stationSchema).parse(file('stations.json')) as Station[]
  const { stations, observations } = provinceOf(seeds)
  const random = seededRandom(7)
  const clock = createManualClock(START)
  const events = createEvents({ debug: ignore, info: ignore, warn: ignore, error: ignore })
  const options = { clock, properties: PROPERTIES, events, onChange: ignore }

  const rows = []
  for (const [name, used] of [['shipped rules', rules] as const, ['no rules', []] as const]) {
    const desk = createAlarmDesk({ ...options, journal: createAlarmJournal(), rules: used, stations })
    await desk.open([], new Map())
    for (const each of observations) measure(each, clock.now(), random)
    desk.take(observations)
    let next = 0
    let taking = 0
    let ticking = 0
    for (let second = 0; second < SECONDS; second += 1) {
      const batch = Array.from({ length: RATE }, (_, index) => observations[(next + index) % observations.length]!)
      next += RATE
      for (const each of batch) measure(each, clock.now(), random)
      const started = performance.now()
      desk.take(batch)
      const taken = performance.now()
      clock.advance(SECOND)
      taking += taken - started
      ticking += performance.now() - taken
    }
    const us = ((taking + ticking) * 1_000) / (SECONDS * RATE)
    rows.push({
      desk: name,
      datastreams: observations.length,
      rules: used.length,
      'µs an observation': us.toFixed(2),
      'ms a tick': (ticking / SECONDS).toFixed(2),
      'share of a core': `${((us * RATE) / 10_000).toFixed(1)} %`,
      alarms: desk.active().length,
    })
    await desk.close()
  }
  process.stdout.write(`${Object.keys(rows[0]!).join('\t')}\n`)
  for (const row of rows) process.stdout.write(`${Object.values(row).join('\t')}\n`)
}

function measure(observation: Observation, now: number, random: () => number): void {
  const calm = CALM[observation.property] ?? (observation.property.startsWith('voltage_') ? 220 : 1)
  observation.at = now
  observation.receivedAt = now
  observation.value = observation.property === 'rain' ? 0 : calm * (1 + 0.01 * (random() - 0.5))
}

/** The stations of the seed again and again, until there are enough datastreams. */
function provinceOf(seeds: readonly Station[]) {
  const stations = new Map<StationId, Station>()
  const observations: Observation[] = []
  for (let copy = 0; observations.length < DATASTREAMS; copy += 1) {
    for (const seed of seeds) {
      const id = `${seed.id}-${copy}` as StationId
      stations.set(id, { ...seed, id })
      for (const property of seed.properties ?? []) {
        const datastream = datastreamId(id, property)
        const fixed = { station: id, property, quality: 'good', timeSource: 'device' } as const
        observations.push({ ...fixed, datastream, at: START, value: 0, receivedAt: START })
      }
    }
  }
  return { stations, observations }
}
