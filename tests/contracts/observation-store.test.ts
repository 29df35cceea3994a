import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { openDuckdbStore } from '@ioc/server/adapters/duckdb/observation-store'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { DEFAULT_RETENTION, type Keep } from '@ioc/shared/retention'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'
import { arrivalContract, observationStoreContract, observed, put, readAll } from './observation-store.js'
import { tierContract } from './observation-store-tiers.js'

const NOW = Date.UTC(2026, 10, 22, 12)

async function openDisk(
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-store-')),
  clock = createManualClock(NOW),
  keep: Partial<Keep> = {},
) {
  const database = await openDatabase({ dataDir, memoryLimitMb: 128 })
  const keepOf = () => ({ ...DEFAULT_RETENTION, ...keep })
  const store = await openDuckdbStore(database, clock, silentEvents(), { keepOf })
  const close = async () => {
    await store.close()
    await database.close()
  }
  return { ...store, close, dataDir, clock }
}

observationStoreContract('memory', async () => createMemoryStore())
observationStoreContract('DuckDB', openDisk)
arrivalContract('memory', async () => createMemoryStore())
arrivalContract('DuckDB', openDisk)
const INTERVALS = [MINUTE, 10 * MINUTE, 45 * MINUTE, HOUR, 6 * HOUR, DAY]
tierContract('DuckDB', NOW, openDisk, INTERVALS)

/** Two days into a month, so that what the tests measure lies on both sides of what is archived. */
const BEGUN = Date.UTC(2026, 11, 2, 12)
tierContract(
  'DuckDB with an archive',
  BEGUN,
  () => openDisk(undefined, createManualClock(BEGUN), { archiveAfterDays: 1 }),
  INTERVALS,
)

describe('the DuckDB store', () => {
  it('gives the number of a rejection to no other, also after a restart', async () => {
    const { station } = observed(0, 0)
    const rejection = {
      at: NOW,
      station,
      sender: station,
      topic: 't',
      reason: 'property.unknown' as const,
      detail: 'd',
      payload: Buffer.from('{}'),
      count: 1,
      places: null,
      whole: true,
    }
    const nothing = { observations: [], outcomes: [], rejections: [], tallies: [] }
    const before = await openDisk()
    await before.commit({ ...nothing, rejections: [rejection, rejection] })
    const ids = await before.rejectionIds({})
    await before.commit({ ...nothing, withdrawn: ids })
    await before.close()
    const after = await openDisk(before.dataDir)
    await after.keepUp()
    await after.close()
    const later = await openDisk(before.dataDir)
    await later.commit({ ...nothing, rejections: [rejection] })
    const [next] = await later.rejectionIds({})
    expect(ids).not.toContain(next)
    await later.close()
  })

  it('has everything after a restart, and still knows its duplicates', async () => {
    const before = await openDisk()
    await put(before, observed(NOW, 1), observed(NOW + 5, 2))
    await before.commit({
      observations: [],
      outcomes: [],
      rejections: [],
      tallies: [
        {
          station: observed(0, 0).station,
          received: 2,
          stored: 2,
          duplicate: 0,
          corrected: 0,
          rejected: {},
          bytes: 9,
          missed: 0,
          lastSeen: NOW,
        },
      ],
    })
    await before.close()
    const after = await openDisk(before.dataDir)
    expect(await put(after, observed(NOW, 1), observed(NOW + 5, 3), observed(NOW + 6, 4))).toEqual([
      'duplicate',
      'corrected',
      'stored',
    ])
    expect((await readAll(after)).map(({ value }) => value)).toEqual([1, 3, 4])
    expect((await after.tallies())[0]).toMatchObject({ received: 2, stored: 2, bytes: 9 })
    await after.close()
  })

  it('sorts closed days aside and reads, dedupes and corrects across both', async () => {
    const before = await openDisk()
    await put(before, observed(NOW - 2 * DAY, 1), observed(NOW, 2))
    before.clock.advance(11 * 60_000)
    await before.close()
    expect(await rowCounts(before.dataDir)).toEqual({ sorted: 1, hot: 1 })

    const store = await openDisk(before.dataDir)
    const batch = [observed(NOW - 2 * DAY, 1), observed(NOW - 2 * DAY, 7), observed(NOW - DAY, 3)]
    expect(await put(store, ...batch)).toEqual(['duplicate', 'corrected', 'stored'])
    expect((await readAll(store)).map(({ value }) => value)).toEqual([7, 3, 2])
    await store.close()
  })

  it('goes on after an error in the middle of its work', async () => {
    const store = await openDisk()
    const unreadable = { ...observed(NOW, 1), at: Number.NaN }
    await put(store, observed(NOW, 1))
    await expect(store.classify([observed(NOW - 1, 1), unreadable])).rejects.toThrow(/nan/i)
    expect(await put(store, observed(NOW - 1, 1))).toEqual(['stored'])
    await store.close()
  })

  it('leaves no trace of an entry that fails half-way', async () => {
    const store = await openDisk()
    const observation = observed(NOW, 1)
    const broken = {
      station: null as never,
      received: 1,
      stored: 1,
      duplicate: 0,
      corrected: 0,
      rejected: {},
      bytes: 0,
      missed: 0,
      lastSeen: 0,
    }
    const outcomes = await store.classify([observation])
    await expect(
      store.commit({ observations: [observation], outcomes, rejections: [], tallies: [broken] }),
    ).rejects.toThrow(/null/i)
    expect(await readAll(store)).toEqual([])
    expect(await put(store, observation)).toEqual(['stored'])
    await store.close()
  })
})

async function rowCounts(dataDir: string): Promise<unknown> {
  const database = await openDatabase({ dataDir, memoryLimitMb: 128 })
  const connection = await database.connect()
  const reader = await connection.runAndReadAll(
    'SELECT (SELECT count(*) FROM observations)::INTEGER AS sorted, (SELECT count(*) FROM observations_hot)::INTEGER AS hot',
  )
  connection.closeSync()
  await database.close()
  return reader.getRowObjectsJS()[0]
}
