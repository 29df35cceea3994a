import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from '@ioc/server/adapters/duckdb/database'
import { openRegistry } from '@ioc/server/adapters/duckdb/registry'
import { createMemoryRegistry } from '@ioc/server/adapters/memory/registry'
import { readProvinceFolder } from '@ioc/server/adapters/province-folder'
import { exportCommand } from '@ioc/server/cli/export-command'
import { openProvince } from '@ioc/server/stations/open-province'
import { requireProvince } from '@ioc/server/stations/province'
import type { StationId } from '@ioc/shared/ids'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROOT } from '../server-process.js'

const PROVINCE = join(ROOT, 'provinces/hue')
let folder: string
let config: { dataDir: string; province: string; memoryMb: number }
const print = async () => undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-export-'))
  config = { dataDir: join(folder, 'data'), province: PROVINCE, memoryMb: 128 }
})
afterEach(() => rmSync(folder, { recursive: true }))

async function within<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir: config.dataDir, memoryLimitMb: 128 })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

describe('a province that was exported', () => {
  it('makes the same province in an empty data folder, with what was changed since', async () => {
    const province = requireProvince(await readProvinceFolder(PROVINCE))
    const living = await within(async (database) => {
      const registry = await openRegistry(database)
      await openProvince({ registry, province })
      const [first] = await registry.stations()
      await registry.putStations([{ ...first!, id: 'NEW-1' as StationId, name: 'Trạm mới', attributes: { bd1: 1.5 } }])
      await registry.removeStation(first!.id)
      const now = { stations: await registry.stations(), areas: await registry.areas(), rules: await registry.rules() }
      registry.close()
      return now
    })
    const target = join(folder, 'out')
    await exportCommand([target], print, config)
    const registry = createMemoryRegistry()
    await openProvince({ registry, province: requireProvince(await readProvinceFolder(target)) })
    expect(await registry.stations()).toEqual(living.stations)
    expect(await registry.areas()).toEqual(living.areas)
    expect(await registry.rules()).toEqual(living.rules)
    expect((await registry.stations()).some(({ id }) => id === 'NEW-1')).toBe(true)
    expect(existsSync(join(target, 'ATTRIBUTION.md'))).toBe(true)
    await expect(exportCommand([target], print, config)).rejects.toMatchObject({ code: 'option.bad' })
  })

  it('is refused without data, and from a folder that the data was not made from', async () => {
    await expect(exportCommand([join(folder, 'out')], print, config)).rejects.toMatchObject({ code: 'option.bad' })
    await within(async (database) => {
      const registry = await openRegistry(database)
      await registry.seed({ id: 'other', version: 1, stations: [], areas: [], rules: [] })
      registry.close()
    })
    await expect(exportCommand([join(folder, 'out')], print, config)).rejects.toMatchObject({ code: 'province.other' })
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })
})
