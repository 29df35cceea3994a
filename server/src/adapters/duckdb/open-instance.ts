import { accessSync, constants, mkdirSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { coded } from '../../errors.js'
import { isUnreadableLog, mendLog, wasMending, type Mended } from './mend-log.js'

interface InstanceOptions {
  dataDir: string
  /** The file of the database, in `dataDir`. */
  path: string
  settings: Record<string, string>
}

/**
 * Opens the file of the database, and mends its log where it cannot be read.
 *
 * Throws `store.unwritable` where the folder cannot be made or written to, and `store.locked` where another process has
 * the file open.
 */
export async function openInstance({
  dataDir,
  path,
  settings,
}: InstanceOptions): Promise<{ instance: DuckDBInstance; mended: Mended | null }> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw coded('store.unwritable', `${dataDir}: let this user write there, or set IOC_DATA_DIR to another folder`, {
      cause,
    })
  }
  try {
    if (!wasMending(path)) return { instance: await DuckDBInstance.create(path, settings), mended: null }
  } catch (cause) {
    if (/could not set lock|conflicting lock/i.test(String(cause))) {
      throw coded('store.locked', `${dataDir}: stop the other server, or set IOC_DATA_DIR to another folder`, { cause })
    }
    if (!isUnreadableLog(cause)) throw cause
  }
  const { mended, finish } = await mendLog(path)
  const instance = await DuckDBInstance.create(path, settings)
  const connection = await instance.connect()
  await finish(connection)
  connection.closeSync()
  return { instance, mended }
}
