import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasServer, influxQuery, openInfluxd, openVictoriaMetrics, type SeriesServer } from '../influxd.js'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { openDuckdbStore } from '@ioc/server/adapters/duckdb/observation-store'
import { toLine } from '@ioc/server/adapters/influx/line-protocol'
import { DEFAULT_RETENTION } from '@ioc/shared/retention'
import { DAY, MINUTE } from '@ioc/shared/time'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'
import { say } from './measure-load.js'
import { MADE_MONTH, makeMinutes, type Made } from './made-month.js'

/** About a thousand points of thirty days. */
const EVERY_MS = 45 * MINUTE
const RUNS = 20

interface Measured {
  name: string
  loadS: number
  bytes: number
  startMs: number
  latestMs: number
  chartMs: number
  points: number
}

/**
 * A month of minutes in three stores: size, start-up, the newest of all, and one datastream for 30 days to about 1,000
 * points. The argument is the number of observations in millions.
 */
export async function benchStore(): Promise<void> {
  const millions = Number(process.argv[3] ?? 100)
  const made = makeMinutes(millions)
  say(`${made.stations} stations, ${made.count.toLocaleString('en')} observations of 30 days at one a minute`)
  const results = await measureOurs(made)
  if (hasServer('influxd')) results.push(await measureRemote('InfluxDB 1.6', await openInfluxd(), made, influxd))
  if (hasServer('victoria-metrics'))
    results.push(await measureRemote('VictoriaMetrics', await openVictoriaMetrics(), made, victoria))
  for (const { name, loadS, bytes, startMs, latestMs, chartMs, points } of results) {
    say(
      `${name.padEnd(22)} loaded in ${loadS.toFixed(0)} s, ${(bytes / 1e6).toFixed(0)} MB, ` +
        `${(bytes / made.count).toFixed(2)} bytes an observation, start ${startMs.toFixed(0)} ms, ` +
        `latest of all ${latestMs.toFixed(1)} ms, 30 days to ${points} points ${chartMs.toFixed(1)} ms`,
    )
  }
}

/** Through `classify` and `commit`, as intake does; then with closed days sorted and summed up, then archived. */
async function measureOurs(made: Made): Promise<Measured[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-bench-store-'))
  const open = async (now: number) => {
    const database = await openDatabase({ dataDir, memoryLimitMb: 1024 })
    const store = await openDuckdbStore(database, createManualClock(now), silentEvents(), {
      keepOf: () => DEFAULT_RETENTION,
    })
    return { store, database }
  }

  async function measure(name: string, now: number, loadS: number): Promise<Measured> {
    const opening = performance.now()
    const { store, database } = await open(now)
    const startMs = performance.now() - opening
    const latestMs = await median(() => store.newest())
    let points = 0
    const chartMs = await median(async (run) => {
      const { station, property } = made.datastream(run)
      const query = { station, properties: [property], everyMs: EVERY_MS, fn: 'mean' as const }
      points = (await store.buckets({ ...query, from: MADE_MONTH.from, to: MADE_MONTH.to })).length
    })
    const { archive, spool: _, ...tables } = await store.storage()
    const bytes = [...archive, ...Object.values(tables)].reduce((sum, part) => sum + part.bytes, 0)
    await store.close()
    await database.close()
    return { name, loadS, bytes, startMs, latestMs, chartMs, points }
  }

  const loading = performance.now()
  let { store, database } = await open(MADE_MONTH.from)
  for (let day = MADE_MONTH.from; day < MADE_MONTH.to; day += DAY) {
    for (const observations of made.day(day)) {
      const outcomes = await store.classify(observations)
      await store.commit({ observations, outcomes, rejections: [], tallies: [] })
    }
    await store.close()
    await database.close()
    // The day has closed.
    ;({ store, database } = await open(day + DAY))
    await store.keepUp()
    process.stderr.write(`ours: ${(day - MADE_MONTH.from) / DAY + 1} of 30 days\r`)
  }
  await store.close()
  await database.close()
  const loadS = (performance.now() - loading) / 1000
  const fresh = await measure('ours', MADE_MONTH.to, loadS)

  const archiving = performance.now()
  ;({ store, database } = await open(MADE_MONTH.to + 100 * DAY))
  await store.keepUp()
  await store.close()
  await database.close()
  const archiveS = (performance.now() - archiving) / 1000
  const tiers = await measure('ours, archived', MADE_MONTH.to + 100 * DAY, archiveS)
  const archive = bytesOf(join(dataDir, 'archive'))
  say(
    `the archive alone: ${(archive / made.count).toFixed(2)} bytes an observation; the folder, with room for what comes: ${(bytesOf(dataDir) / 1e6).toFixed(0)} MB`,
  )
  rmSync(dataDir, { recursive: true, force: true })
  return [fresh, tiers]
}

interface Dialect {
  write: string
  latest(url: string): Promise<unknown>
  chart(url: string, station: string, property: string): Promise<number>
}

const influxd: Dialect = {
  write: '/write?db=ioc&precision=ms',
  latest: (url) => influxQuery(url, 'SELECT last(value) FROM observations GROUP BY station, property'),
  async chart(url, station, property) {
    const where = `station = '${station}' AND property = '${property}' AND time >= ${MADE_MONTH.from}ms AND time < ${MADE_MONTH.to}ms`
    const rows = await influxQuery(
      url,
      `SELECT mean(value) FROM observations WHERE ${where} GROUP BY time(45m) fill(none)`,
    )
    return rows.length
  },
}

const victoria: Dialect = {
  write: '/write?precision=ms',
  async latest(url) {
    const query = new URLSearchParams({ query: 'last_over_time(observations_value[1h])', time: seconds(MADE_MONTH.to) })
    return (await fetch(`${url}/api/v1/query?${query.toString()}`)).json()
  },
  async chart(url, station, property) {
    const query = new URLSearchParams({
      query: `avg_over_time(observations_value{station="${station}",property="${property}"}[45m])`,
      start: seconds(MADE_MONTH.from + EVERY_MS),
      end: seconds(MADE_MONTH.to),
      step: '45m',
      nocache: '1',
    })
    const answer = (await (await fetch(`${url}/api/v1/query_range?${query.toString()}`)).json()) as {
      data: { result: { values: unknown[] }[] }
    }
    return answer.data.result[0]?.values.length ?? 0
  },
}

function seconds(at: number): string {
  return String(at / 1000)
}

async function measureRemote(name: string, server: SeriesServer, made: Made, dialect: Dialect): Promise<Measured> {
  const loading = performance.now()
  for (let day = MADE_MONTH.from; day < MADE_MONTH.to; day += DAY) {
    for (const observations of made.day(day)) {
      const body = observations.map(toLine).join('\n')
      const response = await fetch(`${server.url}${dialect.write}`, { method: 'POST', body })
      if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`)
    }
    process.stderr.write(`${name}: ${(day - MADE_MONTH.from) / DAY + 1} of 30 days\r`)
  }
  await server.stop()
  const loadS = (performance.now() - loading) / 1000
  const starting = performance.now()
  await server.start()
  const startMs = performance.now() - starting
  const latestMs = await median(() => dialect.latest(server.url))
  let points = 0
  const chartMs = await median(async (run) => {
    const { station, property } = made.datastream(run)
    points = await dialect.chart(server.url, station, property)
  })
  const bytes = bytesOf(server.folder)
  await server.close()
  return { name, loadS, bytes, startMs, latestMs, chartMs, points }
}

async function median(work: (run: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now()
    await work(run)
    times.push(performance.now() - start)
  }
  return times.toSorted((a, b) => a - b)[RUNS / 2]!
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    const entry = statSync(join(folder, name))
    return entry.isFile() ? sum + entry.size : sum
  }, 0)
}
