import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe } from 'vitest'
import { openAccessStore } from '@ioc/server/adapters/duckdb/access-store'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { openForecastStore } from '@ioc/server/adapters/duckdb/forecast-store'
import { openNoticeStore } from '@ioc/server/adapters/duckdb/notice-store'
import { openRegistry } from '@ioc/server/adapters/duckdb/registry'
import { createMemoryAccessStore } from '@ioc/server/adapters/memory/access-store'
import { createMemoryForecastStore } from '@ioc/server/adapters/memory/forecast-store'
import { createMemoryNoticeStore } from '@ioc/server/adapters/memory/notice-store'
import { createMemoryRegistry } from '@ioc/server/adapters/memory/registry'
import { accessStoreContract } from './access-store.js'
import { forecastStoreContract } from './forecast-store.js'
import { noticeStoreContract } from './notice-store.js'
import { registryContract } from './registry.js'

const opened: { close(): void | Promise<void> }[] = []
const folders: string[] = []

async function closeAll(): Promise<void> {
  for (const part of opened.splice(0).toReversed()) await part.close()
}

afterEach(async () => {
  await closeAll()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-registry-'))
  folders.push(folder)
  return folder
}

async function openIn<T extends { close(): void | Promise<void> }>(
  dataDir: string,
  open: (database: Database) => Promise<T>,
) {
  await closeAll()
  const database = await openDatabase({ dataDir, memoryLimitMb: 128 })
  opened.push(database)
  const part = await open(database)
  opened.push(part)
  return part
}
type Database = Awaited<ReturnType<typeof openDatabase>>

describe('the registry in memory', () => {
  registryContract(async () => {
    const registry = createMemoryRegistry()
    return { registry, reopen: async () => registry }
  })
})

describe('the registry on disk', () => {
  registryContract(async () => {
    const folder = newFolder()
    return { registry: await openIn(folder, openRegistry), reopen: () => openIn(folder, openRegistry) }
  })
})

describe('the access store in memory', () => {
  accessStoreContract(async () => {
    const store = createMemoryAccessStore()
    return { store, reopen: async () => store }
  })
})

describe('the access store on disk', () => {
  accessStoreContract(async () => {
    const folder = newFolder()
    return { store: await openIn(folder, openAccessStore), reopen: () => openIn(folder, openAccessStore) }
  })
})

describe('the store of notices in memory', () => {
  noticeStoreContract(async () => {
    const store = createMemoryNoticeStore()
    return { store, reopen: async () => store }
  })
})

describe('the store of notices on disk', () => {
  noticeStoreContract(async () => {
    const folder = newFolder()
    return { store: await openIn(folder, openNoticeStore), reopen: () => openIn(folder, openNoticeStore) }
  })
})

describe('the store of forecasts in memory', () => {
  forecastStoreContract(async () => {
    const store = createMemoryForecastStore()
    return { store, reopen: async () => store }
  })
})

describe('the store of forecasts on disk', () => {
  forecastStoreContract(async () => {
    const folder = newFolder()
    return { store: await openIn(folder, openForecastStore), reopen: () => openIn(folder, openForecastStore) }
  })
})
