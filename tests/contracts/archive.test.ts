import { existsSync, mkdtempSync, readdirSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { openDuckdbStore } from '@ioc/server/adapters/duckdb/observation-store'
import { datastreamId, type PropertyKey } from '@ioc/shared/ids'
import { DEFAULT_RETENTION, keepOf, type Retention } from '@ioc/shared/retention'
import { DAY, HOUR, startOfLocalMonth } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'
import { observed, put, readAll } from './observation-store.js'

const NOW = Date.UTC(2026, 10, 22, 12)
const JUNE = startOfLocalMonth(NOW, -5)
const ANY = 'temperature'
const station = observed(0, 0).station

async function open(dataDir = mkdtempSync(join(tmpdir(), 'ioc-archive-')), retention: Partial<Retention> = {}) {
  const database = await openDatabase({ dataDir, memoryLimitMb: 128 })
  const decided = { ...DEFAULT_RETENTION, archiveAfterDays: 30, ...retention }
  const store = await openDuckdbStore(database, createManualClock(NOW), silentEvents(), {
    keepOf: (property) => keepOf(decided, property),
  })
  const close = async () => {
    await store.close()
    await database.close()
  }
  async function query(sql: string): Promise<unknown[][]> {
    const connection = await database.connect()
    const reader = await connection.runAndReadAll(sql)
    connection.closeSync()
    return reader.getRowsJS()
  }
  return { ...store, close, dataDir, query, files: () => readdirSync(join(dataDir, 'archive')).toSorted() }
}

/** An observation every six hours from June until now. */
function halfAYear(property = 'pm2_5') {
  const count = Math.floor((NOW - JUNE) / (6 * HOUR))
  return Array.from({ length: count }, (_, n) => observed(JUNE + n * 6 * HOUR, n % 89, { property }))
}

const dayMeans = (property: string) => ({
  station,
  properties: [property as PropertyKey],
  from: JUNE,
  to: NOW,
  everyMs: DAY,
  fn: 'mean' as const,
})

describe('the archive', () => {
  it('holds closed months in files, and what is read stays the same', async () => {
    const store = await open()
    const all = halfAYear()
    await put(store, ...all)
    const before = await store.buckets(dayMeans('pm2_5'))
    await store.keepUp()
    expect(store.files()).toEqual(['06', '07', '08', '09'].map((month) => `2026-${month}.parquet`))
    const { raw, archive, hour, day } = await store.storage()
    expect(raw.oldest).toBe(startOfLocalMonth(NOW, -1))
    expect(archive[0]).toMatchObject({ file: '2026-06.parquet', rows: 120, oldest: JUNE })
    expect(raw.rows + archive.reduce((sum, { rows }) => sum + rows, 0)).toBe(all.length)
    expect([hour.rows, day.rows]).toEqual([all.length - 3, Math.ceil(all.length / 4) - 1])
    expect(await readAll(store)).toEqual(
      all.map(({ at, value, quality, timeSource }) => ({ at, value, quality, timeSource })),
    )
    expect(await store.buckets(dayMeans('pm2_5'))).toEqual(before)
    await store.close()
  })

  it('knows duplicates and corrections of what it holds, and takes many of them into its files', async () => {
    const store = await open()
    await put(store, ...halfAYear())
    await store.keepUp()
    const first = observed(JUNE, 0)
    expect(await put(store, first, { ...first, value: 7 }, observed(JUNE + 1, 8))).toEqual([
      'duplicate',
      'corrected',
      'stored',
    ])
    await store.keepUp()
    expect((await store.storage()).raw.oldest).toBe(JUNE)
    expect((await readAll(store)).slice(0, 2).map(({ value }) => value)).toEqual([7, 8])
    expect((await store.corrections(first.datastream, 0, NOW)).map(({ value }) => value)).toEqual([0])

    await put(store, ...Array.from({ length: 60 }, (_, n) => observed(JUNE + 10 + n, n)))
    await store.keepUp()
    await store.keepUp()
    expect(store.files()[0]).toBe('2026-06.2.parquet')
    const { raw, archive } = await store.storage()
    expect([raw.oldest, archive[0]?.rows]).toEqual([startOfLocalMonth(NOW, -1), 120 + 61])
    expect((await readAll(store)).slice(0, 2).map(({ value }) => value)).toEqual([7, 8])
    await store.close()
  })

  it('reads every observation once, whichever step was the last before the process was killed', async () => {
    const store = await open()
    const all = halfAYear()
    await put(store, ...all)
    await store.keepUp()
    const [archived] = await store.query(
      `SELECT count(*) FROM read_parquet('${store.dataDir}/archive/2026-06.parquet')`,
    )
    expect(Number(archived?.[0])).toBe(120)
    const june = `SELECT ds, time, value, flags, delay FROM read_parquet('${store.dataDir}/archive/2026-06.parquet')`
    const readings = all.map(({ at, value, quality, timeSource }) => ({ at, value, quality, timeSource }))

    // Entered, and half of the rows deleted.
    await store.query(`INSERT INTO observations ${june} LIMIT 60`)
    expect(await readAll(store)).toEqual(readings)
    // Renamed, and not entered yet.
    await store.query(`INSERT INTO observations ${june} OFFSET 60`)
    await store.query(`DELETE FROM archive_months WHERE month = ${JUNE}`)
    expect(await readAll(store)).toEqual(readings)
    // Not renamed yet.
    const path = join(store.dataDir, 'archive/2026-06.parquet')
    renameSync(path, `${path}.tmp`)
    expect(await readAll(store)).toEqual(readings)

    await store.close()
    const again = await open(store.dataDir)
    await again.keepUp()
    expect(existsSync(`${path}.tmp`)).toBe(false)
    expect(again.files()).toHaveLength(4)
    expect((await again.storage()).raw.oldest).toBe(startOfLocalMonth(NOW, -1))
    expect(await readAll(again)).toEqual(readings)
    await again.close()
  })

  it('forgets what a property wants forgotten, keeps its days, and never computes these from nothing', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-archive-'))
    const before = await open(dataDir)
    await put(before, ...halfAYear(), ...halfAYear(ANY))
    await before.keepUp()
    const means = await before.buckets(dayMeans('pm2_5'))
    await before.close()

    const store = await open(dataDir, { properties: { pm2_5: { forgetRawAfterDays: 60 } } })
    await store.keepUp()
    await store.keepUp()
    expect(store.files()).toEqual(['06.2', '07.2', '08.2', '09'].map((month) => `2026-${month}.parquet`))
    expect((await readAll(store))[0]?.at).toBe(startOfLocalMonth(NOW, -2))
    expect(await readAll(store, datastreamId(station, ANY as PropertyKey))).toHaveLength(halfAYear().length)
    expect(await store.buckets(dayMeans('pm2_5'))).toEqual(means)
    await put(store, observed(JUNE + HOUR, 1_000))
    expect(await store.buckets(dayMeans('pm2_5'))).toEqual(means)
    await store.keepUp()
    expect(await store.buckets(dayMeans('pm2_5'))).toEqual(means)
    await store.close()

    const never = await open(dataDir, { forgetRawAfterDays: 60, forgetTiersAfterDays: 90 })
    await never.keepUp()
    await never.keepUp()
    expect(never.files()).toEqual(['2026-09.parquet'])
    expect((await never.buckets(dayMeans('pm2_5')))[0]?.at).toBe(startOfLocalMonth(NOW, -3))
    await never.close()
  })
})
