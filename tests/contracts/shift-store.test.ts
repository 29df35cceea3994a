import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe } from 'vitest'
import { openDatabase, type Database } from '@ioc/server/adapters/duckdb/database'
import { openShiftStore } from '@ioc/server/adapters/duckdb/shift-store'
import { createMemoryShiftStore } from '@ioc/server/adapters/memory/shift-store'
import { shiftStoreContract } from './shift-store.js'

describe('shifts in memory', () => {
  shiftStoreContract(async () => createMemoryShiftStore())
})

describe('shifts in DuckDB', () => {
  let database: Database | undefined
  let dataDir = ''

  afterEach(async () => {
    await database?.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  shiftStoreContract(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ioc-shift-'))
    database = await openDatabase({ dataDir, memoryLimitMb: 256 })
    return openShiftStore(database)
  })
})
