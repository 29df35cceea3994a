import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { coded } from '../../errors.js'
import type { DiskSpace } from '../../ports/storage.js'
import { readDiskSpace } from '../disk-space.js'
import { createCheckpoints, type Checkpoints } from './checkpoints.js'
import type { Mended } from './mend-log.js'
import { openInstance } from './open-instance.js'
import { MIGRATIONS } from './schema.js'

export interface Database {
  dataDir: string
  /** The log that the last process left could not be read, and this became of it. */
  mended: Mended | null
  /** What is left of its disk; null where that cannot be told. */
  space(): Promise<DiskSpace | null>
  /** A connection of its own: one for each user that must not wait for another. */
  connect(): Promise<DuckDBConnection>
  /** What writes is written within this: see `createCheckpoints`. */
  write: Checkpoints['write']
  /** The log becomes part of the database. */
  checkpoint(): Promise<void>
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
  const path = join(dataDir, 'ioc.duckdb')
  const settings = {
    memory_limit: `${memoryLimitMb}MB`,
    temp_directory: join(dataDir, 'tmp'),
    // By itself DuckDB makes none: see `createCheckpoints`.
    checkpoint_threshold: '1TB',
    // Nothing is fetched at run time.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  }
  const { instance, mended } = await openInstance({ dataDir, path, settings })
  const connection = await instance.connect()
  await migrate(connection)
  const checkpoints = createCheckpoints({
    log: `${path}.wal`,
    run: () => connection.run('CHECKPOINT'),
  })

  return {
    dataDir,
    mended,
    space: () => readSpace(dataDir),
    connect: () => instance.connect(),
    write: checkpoints.write,
    checkpoint: checkpoints.now,
    async close() {
      await checkpoints.now()
      connection.closeSync()
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
