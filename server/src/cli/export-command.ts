import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openDatabase } from '../adapters/duckdb/database.js'
import { openRegistry } from '../adapters/duckdb/registry.js'
import { readProvinceFolder } from '../adapters/province-folder.js'
import type { Config } from '../config.js'
import { coded } from '../errors.js'
import { exportProvince } from '../stations/export-province.js'
import type { Print } from './run-command.js'

type ExportConfig = Pick<Config, 'dataDir' | 'province' | 'memoryMb'>

/**
 * `export FOLDER`: writes a province folder with the stations and rules as they are now.
 *
 * Everything else is the folder that seeded the data. The server must not be running: it owns the data folder.
 */
export async function exportCommand(args: readonly string[], print: Print, config: ExportConfig): Promise<void> {
  const [folder, ...more] = args
  if (folder === undefined || more.length > 0) throw coded('option.bad', 'name one folder to write to')
  const target = resolve(folder)
  if (existsSync(target) && readdirSync(target).length > 0) throw coded('option.bad', `${target} is not empty`)
  const seed = await readProvinceFolder(config.province)
  const living = await readLiving(config)
  const changed = exportProvince(seed, living)
  mkdirSync(target, { recursive: true })
  cpSync(config.province, target, { recursive: true })
  for (const [file, text] of changed) writeFileSync(join(target, file), text)
  await print(
    `${living.stations.length} stations, ${living.areas.length} areas, ${living.rules.length} rules: ${target}\n`,
  )
}

async function readLiving({ dataDir, memoryMb }: ExportConfig) {
  if (!existsSync(join(dataDir, 'ioc.duckdb'))) throw coded('option.bad', `there is no data in ${dataDir}`)
  const database = await openDatabase({ dataDir, memoryLimitMb: memoryMb })
  try {
    const registry = await openRegistry(database)
    const living = {
      province: await registry.province(),
      stations: await registry.stations(),
      areas: await registry.areas(),
      rules: await registry.rules(),
    }
    registry.close()
    return living
  } finally {
    await database.close()
  }
}
