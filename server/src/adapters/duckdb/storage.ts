import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { LATEST } from '@ioc/shared/time'
import type { StoragePart, StorageUse } from '../../ports/storage.js'
import { archivedMonths, type ArchivedMonth } from './archive-months.js'
import type { Database } from './database.js'
import { quoted } from './raw.js'

/** How much each part of the store holds, of which times, on a connection of its own: nobody waits for the counting. */
export async function readStorage(database: Database): Promise<StorageUse> {
  const connection = await database.connect()
  try {
    const [sorted, open] = [
      await tablePart(connection, 'observations'),
      await tablePart(connection, 'observations_hot'),
    ]
    const months = await archivedMonths(connection, database.dataDir, 0, LATEST)
    return {
      raw: {
        rows: sorted.rows + open.rows,
        bytes: sorted.bytes + open.bytes,
        oldest: least(sorted.oldest, open.oldest, Math.min),
        newest: least(sorted.newest, open.newest, Math.max),
      },
      minute: await tablePart(connection, 'tier_minute', 'start'),
      hour: await tablePart(connection, 'tier_hour', 'start'),
      day: await tablePart(connection, 'tier_day', 'start'),
      spool: await tablePart(connection, 'spool'),
      archive: await Promise.all(months.map((month) => monthPart(connection, month))),
    }
  } finally {
    connection.closeSync()
  }
}

function least(a: number | null, b: number | null, pick: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : pick(a, b)
}

/** Bytes are whole blocks; a block that small tables share counts for each of them. */
async function tablePart(connection: DuckDBConnection, table: string, time = 'time'): Promise<StoragePart> {
  const reader = await connection.runAndReadAll(`
    SELECT count(*)::DOUBLE, min(${time})::DOUBLE, max(${time})::DOUBLE,
      (SELECT count(DISTINCT block_id) FROM pragma_storage_info('${table}') WHERE persistent AND block_id >= 0)::DOUBLE
        * (SELECT max(block_size) FROM pragma_database_size())
    FROM ${table}`)
  const [rows, oldest, newest, bytes] = reader.getRowsJS()[0]!.map((value) => (value === null ? null : Number(value)))
  return { rows: rows ?? 0, bytes: bytes ?? 0, oldest: oldest ?? null, newest: newest ?? null }
}

async function monthPart(connection: DuckDBConnection, { path }: ArchivedMonth) {
  const reader = await connection.runAndReadAll(`
    SELECT sum(num_values)::DOUBLE, min(stats_min_value::BIGINT)::DOUBLE, max(stats_max_value::BIGINT)::DOUBLE
    FROM parquet_metadata(${quoted(path)}) WHERE path_in_schema = 'time'`)
  const [rows, oldest, newest] = reader.getRowsJS()[0]!.map(Number)
  return { file: basename(path), rows: rows!, bytes: statSync(path).size, oldest: oldest!, newest: newest! }
}
