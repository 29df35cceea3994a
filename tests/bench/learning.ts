import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { openDuckdbStore, type DuckdbStore } from '@ioc/server/adapters/duckdb/observation-store'
import { createMemorySuspicionStore } from '@ioc/server/adapters/memory/suspicion-store'
import { systemClock } from '@ioc/server/system-clock'
import { createAnomalyDesk } from '@ioc/server/forecasts/anomalies/desk'
import { openSuspicions } from '@ioc/server/forecasts/anomalies/suspicions'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, MINUTE } from '@ioc/shared/time'
import { createManualClock } from '../manual-clock.js'
import { seededRandom } from '../seeded-random.js'
import { silentEvents } from '../silent-events.js'
import { say } from './measure-load.js'

const EVERY_MS = 10 * MINUTE
const BATCH = 20_000
/** What each station measures, and about how much of it; a tenth of all are water levels. */
const MEASURED = ['pm2_5', 'temperature', 'humidity', 'pm10', 'no2', 'so2', 'o3', 'co', 'pressure', 'water_level']

/**
 * `bench learning [DATASTREAMS [DAYS]]`: how long after a start until the past of all is known, when the last water level
 * is, and how long others of the process wait at most. Each datastream has a value every ten minutes.
 */
export async function benchLearning(): Promise<void> {
  const datastreams = Number(process.argv[3] ?? 10_000)
  const days = Number(process.argv[4] ?? 21)
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-bench-learning-'))
  const to = Math.floor(systemClock.now() / EVERY_MS) * EVERY_MS
  const stations = makeStations(datastreams / MEASURED.length)
  const open = async (now: number) => {
    const database = await openDatabase({ dataDir, memoryLimitMb: 1024 })
    return { database, store: await openDuckdbStore(database, createManualClock(now), silentEvents()) }
  }
  let { database, store } = await open(to)
  const filling = performance.now()
  await fill(store, [...stations.keys()], to - days * DAY, to)
  await store.keepUp()
  await store.close()
  await database.close()
  say(`${datastreams} datastreams of ${days} days, stored in ${seconds(performance.now() - filling)} s`)
  ;({ database, store } = await open(to))
  await learn(store, stations)
  await store.close()
  await database.close()
  rmSync(dataDir, { recursive: true })
}

async function learn(store: DuckdbStore, stations: ReadonlyMap<StationId, Station>): Promise<void> {
  const clock = systemClock
  const newest = await store.newest()
  let left = newest.length
  let rivers = stations.size
  let riversAt = NaN
  const desk = createAnomalyDesk({
    envelopes: store.envelopes,
    newest: () => newest,
    stations,
    properties: new Map(PROPERTIES.map((property) => [property.key, property])),
    isWatched: () => true,
    requalify: async () => undefined,
    suspicions: await openSuspicions({
      store: createMemorySuspicionStore(),
      stations,
      events: silentEvents(),
      now: clock.now(),
    }),
    clock,
    elapsed: () => performance.now(),
    events: { ...silentEvents(), anomaliesUnlearned: (n) => (left = n) },
    onDoubt(_, property) {
      if (property === ('water_level' as PropertyKey) && --rivers === 0) riversAt = performance.now()
    },
  })
  const isLearning = () => left > 0
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  delay.enable()
  desk.open()
  do await setTimeout(100)
  while (isLearning())
  delay.disable()
  const { user, system } = process.cpuUsage(cpu)
  say(
    `all learned after ${seconds(performance.now() - start)} s, water levels after ${seconds(riversAt - start)} s; ` +
      `others waited ${(delay.max / 1e6).toFixed(0)} ms at most, ${(delay.percentile(99) / 1e6).toFixed(0)} ms in 99 % of all cases; ` +
      `${seconds((user + system) / 1e3)} s of CPU`,
  )
  await desk.close()
}

const seconds = (ms: number) => (ms / 1e3).toFixed(1)

function makeStations(count: number): Map<StationId, Station> {
  const ids = Array.from({ length: count }, (_, n) => `S-${n}` as StationId)
  const places = ids.map((id, n) => ({
    id,
    kind: 'air',
    lon: 107 + (n % 100) / 100,
    lat: 16 + Math.floor(n / 100) / 100,
  }))
  return new Map(places.map((station) => [station.id, station as Station]))
}

/** Values with a daily course and noise, rounded as sensors do, a day of all stations after the other. */
async function fill(store: DuckdbStore, stations: readonly StationId[], from: number, to: number): Promise<void> {
  const random = seededRandom(3)
  let observations: Observation[] = []
  const flush = async () => {
    const outcomes = await store.classify(observations)
    await store.commit({ observations, outcomes, rejections: [], tallies: [] })
    observations = []
  }
  for (let at = from; at <= to; at += EVERY_MS) {
    const course = Math.sin((2 * Math.PI * at) / DAY)
    for (const station of stations) {
      for (const key of MEASURED) {
        const property = key as PropertyKey
        const value = Math.round(10 * (20 + 5 * course + 2 * random())) / 10
        const datastream = datastreamId(station, property)
        observations.push({
          datastream,
          station,
          property,
          at,
          value,
          quality: 'good',
          receivedAt: at,
          timeSource: 'device',
        })
        if (observations.length === BATCH) await flush()
      }
    }
  }
  await flush()
}
