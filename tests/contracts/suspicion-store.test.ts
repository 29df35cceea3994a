import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe } from 'vitest'
import { openDatabase, type Database } from '@ioc/server/adapters/duckdb/database'
import { openSuspicionStore } from '@ioc/server/adapters/duckdb/suspicion-store'
import { createMemorySuspicionStore } from '@ioc/server/adapters/memory/suspicion-store'
import { suspicionStoreContract } from './suspicion-store.js'

describe('suspicions in memory', () => {
  suspicionStoreContract(async () => createMemorySuspicionStore())
})

describe('suspicions in DuckDB', () => {
  let database: Database | undefined
  let dataDir = ''

  afterEach(async () => {
    await database?.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  suspicionStoreContract(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ioc-suspicions-'))
    database = await openDatabase({ dataDir, memoryLimitMb: 256 })
    return openSuspicionStore(database)
  })
})
