import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { openDuckdbStore } from '@ioc/server/adapters/duckdb/observation-store'
import { parseInfluxAddress, type InfluxAddress } from '@ioc/server/adapters/influx/address'
import { openInfluxStore } from '@ioc/server/adapters/influx/influx-store'
import type { CodedError } from '@ioc/server/errors'
import type { Bucket } from '@ioc/server/ports/observation-store'
import type { PropertyKey } from '@ioc/shared/ids'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { hasServer, influxQuery, openInfluxd, openVictoriaMetrics, type SeriesServer } from '../influxd.js'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'
import { came, observationStoreContract, observed, put, readAll } from './observation-store.js'
import { tierContract } from './observation-store-tiers.js'

const MEASURED = Date.UTC(2026, 10, 22, 3)
/** Long after everything that the tests measure, so that all but the newest leaves for InfluxDB. */
const NOW = MEASURED + 10 * DAY

let server: SeriesServer
let databases = 0

async function openNew(): Promise<{ address: InfluxAddress; name: string }> {
  const name = `d${++databases}`
  await influxQuery(server.url, `CREATE DATABASE ${name}`)
  return { name, address: parseInfluxAddress(`influx+${server.url}/?db=${name}`)! }
}

async function openStore(
  address: InfluxAddress,
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-influx-')),
  token: string | null = null,
) {
  const database = await openDatabase({ dataDir, memoryLimitMb: 128 })
  const [clock, events] = [createManualClock(NOW), silentEvents()]
  const store = await openInfluxStore({ database, address, token, clock, events })
  const close = async () => {
    await store.close()
    await database.close()
  }
  return { ...store, close, database, dataDir, events, clock }
}

/** After each commit everything that may leave has left, so that reads have to put both stores together. */
async function openForwarding() {
  const { address } = await openNew()
  const store = await openStore(address)
  return {
    ...store,
    async commit(entry: Parameters<typeof store.commit>[0]) {
      await store.commit(entry)
      await store.forward()
    },
    async close() {
      await store.close()
      rmSync(store.dataDir, { recursive: true, force: true })
    },
  }
}

async function countHere(store: { database: Awaited<ReturnType<typeof openDatabase>> }): Promise<number> {
  const connection = await store.database.connect()
  const reader = await connection.runAndReadAll(
    'SELECT (SELECT count(*) FROM observations)::INTEGER + (SELECT count(*) FROM observations_hot)::INTEGER',
  )
  connection.closeSync()
  return Number(reader.getRowsJS()[0]?.[0])
}

function withoutValue(buckets: Bucket[]): unknown {
  return buckets.map((bucket) => ({ ...bucket, value: null }))
}

const bucketQuery = {
  station: observed(0, 0).station,
  properties: ['pm2_5' as PropertyKey],
  from: MEASURED,
  to: NOW,
  everyMs: HOUR,
  fn: 'mean' as const,
}

describe.skipIf(!hasServer('influxd'))('with influxd', () => {
  beforeAll(async () => {
    server = await openInfluxd()
  })
  afterAll(() => server.close())

  observationStoreContract('InfluxDB behind DuckDB', openForwarding)
  tierContract('InfluxDB behind DuckDB', NOW, openForwarding)

  describe('the InfluxDB store', () => {
    it('keeps two days and the newest of each datastream here, and the rest in InfluxDB', async () => {
      const { address, name } = await openNew()
      const store = await openStore(address)
      const minutes = Array.from({ length: 1000 }, (_, n) => observed(MEASURED + n * MINUTE, n))
      await put(store, ...minutes, observed(NOW - HOUR, 7, { property: 'no2' }), observed(NOW, 8, { property: 'no2' }))
      expect(store.backlog()).toEqual({ rows: 1002, away: false })
      await store.forward()
      expect(store.backlog()).toEqual({ rows: 0, away: false })
      expect(await countHere(store)).toBe(3)
      expect(await influxQuery(server.url, 'SELECT count(value) FROM observations', name)).toEqual([[0, 1002]])
      expect(await readAll(store)).toEqual(
        minutes.map(({ at, value, quality, timeSource }) => ({ at, value, quality, timeSource })),
      )
      await store.close()
    })

    it('writes value, quality, time of arrival and whose time it is', async () => {
      const { address, name } = await openNew()
      const store = await openStore(address)
      await put(store, { ...observed(MEASURED, -0.1, { quality: 'calibrating' }), timeSource: 'server' })
      await store.forward()
      const statement = 'SELECT station, property, value, quality, received, server_time FROM observations'
      expect(await influxQuery(server.url, statement, name)).toEqual([
        [MEASURED, 'HUE-AQ-01', 'pm2_5', -0.1, 2, MEASURED + 500, 1],
      ])
      await store.close()
    })

    it('has everything after a restart, and still compares with what has left', async () => {
      const { address } = await openNew()
      const before = await openStore(address)
      await put(before, observed(MEASURED, 1), observed(MEASURED + 1, 2), observed(MEASURED + 2, 3))
      await before.forward()
      await put(before, observed(MEASURED + 3, 4))
      await before.close()
      const store = await openStore(address, before.dataDir)
      expect(store.backlog().rows).toBe(1)
      expect(await put(store, observed(MEASURED, 1), observed(MEASURED + 1, 9))).toEqual(['duplicate', 'corrected'])
      await store.forward()
      expect((await readAll(store)).map(({ value }) => value)).toEqual([1, 9, 3, 4])
      const corrections = await store.corrections(observed(0, 0).datastream, 0, NOW)
      expect(corrections).toEqual([{ at: MEASURED + 1, value: 2, quality: 'good', replacedAt: MEASURED + 501 }])
      await store.close()
    })

    it('computes the same buckets as the embedded store from a month of good and bad values', async () => {
      const { address } = await openNew()
      const store = await openStore(address)
      const dataDir = mkdtempSync(join(tmpdir(), 'ioc-influx-'))
      const database = await openDatabase({ dataDir, memoryLimitMb: 128 })
      const alone = await openDuckdbStore(database, createManualClock(NOW), silentEvents())
      const month = Array.from({ length: 4000 }, (_, n) => {
        const quality = (['good', 'good', 'suspect', 'fault', 'calibrating'] as const)[Math.floor(n / 7) % 5]!
        return observed(NOW - 30 * DAY + n * 11 * MINUTE, Math.sin(n) * 50 + 100, { quality })
      })
      for (const each of [store, alone]) await put(each, ...month)
      await store.forward()
      expect(await countHere(store)).toBeLessThan(1000)
      const range = { ...bucketQuery, from: NOW - 31 * DAY + 123_456 }
      for (const fn of ['mean', 'min', 'max', 'sum', 'count', 'last', 'circular-mean'] as const) {
        for (const everyMs of [10 * MINUTE, HOUR, DAY]) {
          const [ours, theirs] = [
            await store.buckets({ ...range, fn, everyMs }),
            await alone.buckets({ ...range, fn, everyMs }),
          ]
          expect(withoutValue(ours)).toEqual(withoutValue(theirs))
          const { station, ...rest } = { ...range, fn, everyMs }
          const together = await store.bucketsByStation({ ...rest, stations: [station] })
          expect(together.get(station)).toEqual(ours)
          for (const [index, { value }] of ours.entries()) expect(value).toBeCloseTo(theirs[index]!.value, 9)
        }
      }
      await store.close()
      await alone.close()
      await database.close()
    })

    it('leaves out a bucket that InfluxDB cannot say, and has the others', async () => {
      const { address } = await openNew()
      const store = await openStore(address)
      const most = Number.MAX_VALUE
      await put(store, observed(MEASURED, most), observed(MEASURED + 1, most), observed(MEASURED + HOUR, 2))
      await put(store, observed(NOW, 3))
      await store.forward()
      expect((await store.buckets(bucketQuery)).map(({ at, value }) => [at, value])).toEqual([[MEASURED + HOUR, 2]])
      const last = await store.buckets({ ...bucketQuery, fn: 'last' })
      expect(last.map(({ value }) => value)).toEqual([most, 2])
      await store.close()
    })

    it('finds the newest as of a moment wherever it lies', async () => {
      const { address } = await openNew()
      const store = await openStore(address)
      const old = observed(MEASURED - 100 * DAY, 1, { property: 'so2' })
      await put(store, old, observed(MEASURED, 2), observed(MEASURED + HOUR, 3), observed(NOW, 4))
      await put(store, observed(NOW, 5, { property: 'so2' }), observed(MEASURED, 6, { property: 'o3' }))
      await store.forward()
      const asOf = async (measured: number) => (await store.newest({ measured })).map(({ value }) => value).sort()
      expect(await asOf(NOW)).toEqual([4, 5, 6])
      expect(await asOf(MEASURED + 2 * HOUR)).toEqual([1, 3, 6])
      expect(await asOf(MEASURED)).toEqual([1, 2, 6])
      expect(await asOf(MEASURED - 1)).toEqual([1])
      expect(await asOf(old.at - 1)).toEqual([])
      expect((await store.newest({ measured: MEASURED - 1 }))[0]).toEqual(old)
      await store.close()
    })

    it('knows of what lies there what had arrived by a moment', async () => {
      const { address } = await openNew()
      const store = await openStore(address)
      await put(store, came(MEASURED - 90 * DAY, MEASURED - 90 * DAY, 1), came(MEASURED, MEASURED + HOUR, 2))
      await put(store, came(MEASURED + 4 * DAY, MEASURED + 6 * DAY, 3), came(NOW, NOW, 4))
      await store.forward()
      const known = async (at: number) => (await store.newest({ measured: at, known: at })).map(({ value }) => value)
      expect(await known(MEASURED - 90 * DAY - 1)).toEqual([])
      expect(await known(MEASURED + HOUR - 1)).toEqual([1])
      expect(await known(MEASURED + 6 * DAY - 1)).toEqual([2])
      expect(await known(MEASURED + 6 * DAY)).toEqual([3])
      await store.close()
    })

    it('takes late data while InfluxDB is away, and finds out afterwards what it replaced', async () => {
      const { address } = await openNew()
      const store = await openStore(address)
      await put(store, observed(MEASURED, 1), observed(MEASURED + 1, 2), observed(MEASURED + 2, 3))
      await store.forward()
      await server.stop('SIGKILL')
      expect(await put(store, observed(MEASURED, 1), observed(MEASURED + 1, 9))).toEqual(['stored', 'stored'])
      expect(await put(store, observed(NOW, 4))).toEqual(['stored'])
      expect((await store.newest()).map(({ value }) => value)).toEqual([4])
      expect(await store.buckets({ ...bucketQuery, from: NOW - HOUR, to: NOW + 1 })).toHaveLength(1)
      const failure = await readAll(store).catch((cause: CodedError) => cause.code)
      expect(failure).toBe('store.away')
      await server.start()
      await store.forward()
      expect(store.backlog()).toEqual({ rows: 0, away: false })
      expect((await readAll(store)).map(({ value }) => value)).toEqual([1, 9, 3, 4])
      const corrections = await store.corrections(observed(0, 0).datastream, 0, NOW)
      expect(corrections.map(({ at, value }) => [at - MEASURED, value])).toEqual([[1, 2]])
      await store.close()
    })

    it('sends the history of a folder that had none, and again what was written without it', async () => {
      const { address, name } = await openNew()
      const dataDir = mkdtempSync(join(tmpdir(), 'ioc-influx-'))
      async function alone(...observations: Parameters<typeof put> extends [unknown, ...infer Rest] ? Rest : never) {
        const database = await openDatabase({ dataDir, memoryLimitMb: 128 })
        const store = await openDuckdbStore(database, createManualClock(NOW), silentEvents())
        await put(store, ...observations)
        await store.close()
        await database.close()
      }
      await alone(observed(MEASURED, 1), observed(MEASURED + 1, 2))
      const first = await openStore(address, dataDir)
      await first.forward()
      await first.close()
      await alone(observed(MEASURED + 2, 3), observed(MEASURED + 3, 4))
      const second = await openStore(address, dataDir)
      expect((await readAll(second)).map(({ value }) => value)).toEqual([1, 2, 3, 4])
      await second.forward()
      expect(await countHere(second)).toBe(1)
      expect((await readAll(second)).map(({ value }) => value)).toEqual([1, 2, 3, 4])
      expect(await influxQuery(server.url, 'SELECT value FROM observations', name)).toHaveLength(4)
      await second.close()
    })

    it('keeps here what InfluxDB refuses, sends the rest, and offers it again at the next start', async () => {
      const { address, name } = await openNew()
      await influxQuery(server.url, `CREATE RETENTION POLICY short ON ${name} DURATION 1d REPLICATION 1 DEFAULT`)
      const store = await openStore(address)
      const old = Array.from({ length: 300 }, (_, n) => observed(1_000_000_000 + n, n))
      const now = Date.now() - HOUR
      const fresh = Array.from({ length: 300 }, (_, n) => observed(now + n, n))
      await put(store, ...old, ...fresh)
      await store.forward()
      expect(store.backlog()).toEqual({ rows: 0, away: false })
      expect(await influxQuery(server.url, 'SELECT value FROM observations', name)).toHaveLength(300)
      expect(await readAll(store)).toHaveLength(600)
      const metric = await store.events.metrics.getSingleMetric('ioc_spool_refused_total')?.get()
      expect(metric?.values[0]?.value).toBeGreaterThanOrEqual(300)
      await store.close()

      await influxQuery(server.url, `ALTER RETENTION POLICY short ON ${name} DURATION INF`)
      const again = await openStore(address, store.dataDir)
      await again.forward()
      expect(await influxQuery(server.url, 'SELECT value FROM observations', name)).toHaveLength(600)
      expect(await readAll(again)).toHaveLength(600)
      await again.close()
    })

    it('gives user and password to a 1.x that asks for them, and waits where they are wrong', async () => {
      const guarded = await openInfluxd({ credentials: 'ioc:a secret' })
      const address = parseInfluxAddress(`influx+${guarded.url}/?db=ioc`)!
      const stranger = await openStore(address, undefined, 'ioc:a guess')
      await put(stranger, observed(MEASURED, 1), observed(MEASURED + 1, 2))
      stranger.clock.advance(1_000)
      await vi.waitFor(() => expect(stranger.backlog()).toEqual({ rows: 2, away: true }))
      await stranger.close()

      const store = await openStore(address, stranger.dataDir, 'ioc:a secret')
      await store.forward()
      expect((await readAll(store)).map(({ value }) => value)).toEqual([1, 2])
      const statement = 'SELECT value FROM observations'
      expect(await influxQuery(guarded.url, statement, 'ioc', 'ioc:a secret')).toHaveLength(2)
      await store.close()
      await guarded.close()
    })
  })
})

describe.skipIf(!hasServer('victoria-metrics'))('with the write path of InfluxDB 2.x and 3.x', () => {
  it('is taken by a server that speaks it', async () => {
    const victoria = await openVictoriaMetrics()
    const address = parseInfluxAddress(`influx+${victoria.url}/?org=hue&bucket=ioc`)!
    const store = await openStore(address)
    const values = [0.1 + 0.2, -12.5, 7]
    const at = Date.now() - HOUR
    await put(store, ...values.map((value, n) => observed(at + n * MINUTE, value)))
    await store.forward()
    expect(store.backlog()).toEqual({ rows: 0, away: false })
    await fetch(`${victoria.url}/internal/force_flush`)
    const response = await fetch(`${victoria.url}/api/v1/export?match[]=observations_value`)
    const series = JSON.parse(await response.text())
    expect(series.metric).toMatchObject({ station: 'HUE-AQ-01', property: 'pm2_5' })
    expect(series.timestamps).toEqual(values.map((_, n) => at + n * MINUTE))
    for (const [n, value] of values.entries()) expect(series.values[n]).toBeCloseTo(value, 12)
    await store.close()
    await victoria.close()
  })

  it('carries its token as they want it', async () => {
    const asked: string[] = []
    const listener = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
      request.resume().on('end', () => response.writeHead(204).end())
    })
    await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening))
    const { port } = listener.address() as AddressInfo
    const address = parseInfluxAddress(`influx+http://127.0.0.1:${port}/?org=hue&bucket=ioc`)!
    const store = await openStore(address, undefined, 'abc')
    await put(store, observed(NOW, 1))
    await store.forward()
    expect(asked).toEqual(['POST /api/v2/write?org=hue&bucket=ioc&precision=ms Token abc'])
    await store.close()
    listener.close()
  })
})
