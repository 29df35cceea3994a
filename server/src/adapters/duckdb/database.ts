import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { coded } from '../../errors.js'
import type { DiskSpace } from '../../ports.js'
import { readDiskSpace } from '../disk-space.js'
import { MIGRATIONS } from './schema.js'

export interface Database {
  dataDir: string
  /** What is left of its disk; null where that cannot be told. */
  space(): Promise<DiskSpace | null>
  /** A connection of its own: one for each user that must not wait for another. */
  connect(): Promise<DuckDBConnection>
  close(): Promise<void>
}

interface DatabaseOptions {
  /** The folder that holds `ioc.duckdb`; made where it is missing. */
  dataDir: string
  memoryLimitMb: number
  readSpace?: typeof readDiskSpace
}

/**
 * Opens the embedded database and brings its schema up to date.
 *
 * One process owns the file: a second one is refused by DuckDB. All adapters of this process share this instance.
 */
export async function openDatabase({
  dataDir,
  memoryLimitMb,
  readSpace = readDiskSpace,
}: DatabaseOptions): Promise<Database> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const instance = await DuckDBInstance.create(join(dataDir, 'ioc.duckdb'), {
    memory_limit: `${memoryLimitMb}MB`,
    temp_directory: join(dataDir, 'tmp'),
    // Nothing is fetched at run time.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await migrate(connection)
  connection.closeSync()

  return {
    dataDir,
    space: () => readSpace(dataDir),
    connect: () => instance.connect(),
    async close() {
      const last = await instance.connect()
      await last.run('CHECKPOINT')
      last.closeSync()
      instance.closeSync()
    },
  }
}

async function migrate(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)')
  const reader = await connection.runAndReadAll('SELECT coalesce(max(version), 0) AS version FROM schema_version')
  const version = Number(reader.getRowObjectsJS()[0]?.version ?? 0)
  if (version > MIGRATIONS.length) {
    throw coded('store.newer', `schema ${version} in the data folder, this version knows ${MIGRATIONS.length}`)
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue
    await connection.run(`BEGIN; ${sql}; INSERT INTO schema_version VALUES (${index + 1}); COMMIT`)
  }
}
