import type { DuckDBConnection } from '@duckdb/node-api'
import type { DatastreamId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'
import type { Correction, StoredReading } from '../../ports/observation-store.js'
import { archivedMonths } from './archive-months.js'
import type { Database } from './database.js'
import type { Datastreams } from './datastreams.js'
import { fromFlags } from './flags.js'
import { everywhere, inDatabase, knownBy } from './raw.js'

/**
 * Streams one datastream in time order on a connection of its own, so that a slow reader delays nobody.
 *
 * Its transaction is ended before the connection is closed, also where the reader leaves before the end: a close alone
 * may leave it behind, and then the database cannot be closed.
 */
export async function* streamReadings(
  database: Database,
  datastreams: Datastreams,
  datastream: DatastreamId,
  from: EpochMs,
  to: EpochMs,
  known?: EpochMs,
): AsyncGenerator<readonly StoredReading[]> {
  const row = datastreams.get(datastream)
  if (!row) return
  const connection = await database.connect()
  try {
    await connection.run('BEGIN')
    const paths = (await archivedMonths(connection, database.dataDir, from, to)).map(({ path }) => path)
    const range = `ds = ${row.n} AND time >= ${Math.ceil(from)} AND time < ${Math.ceil(to)}`
    const result = await connection.stream(
      `SELECT time::DOUBLE, value, flags FROM ${knownBy(known, everywhere(paths, range), range)} ORDER BY time`,
    )
    for (;;) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) return
      const [at, value, flags] = chunk.getColumns() as [number[], number[], number[]]
      yield at.map((time, index) => ({
        at: time,
        value: value[index] as number,
        ...fromFlags(flags[index] ?? 0),
      }))
    }
  } finally {
    await connection.run('ROLLBACK').catch(() => undefined)
    connection.closeSync()
  }
}

export async function readCorrections(
  connection: DuckDBConnection,
  datastreams: Datastreams,
  datastream: DatastreamId,
  from: EpochMs,
  to: EpochMs,
): Promise<Correction[]> {
  const row = datastreams.get(datastream)
  if (!row) return []
  const reader = await connection.runAndReadAll(`
    SELECT time::DOUBLE, value, flags, replaced::DOUBLE FROM corrections
    WHERE ds = ${row.n} AND time >= ${Math.ceil(from)} AND time < ${Math.ceil(to)} ORDER BY time, replaced, rowid`)
  return reader.getRowsJS().map(([at, value, flags, replaced]) => ({
    at: Number(at),
    value: Number(value),
    quality: fromFlags(Number(flags)).quality,
    replacedAt: Number(replaced),
  }))
}

/** How many times each datastream has, by the interval that they lie in; intervals begin with the epoch. */
export async function readCounts(
  connection: DuckDBConnection,
  datastreams: Datastreams,
  from: EpochMs,
  everyMs: number,
): Promise<{ datastream: DatastreamId; at: EpochMs; count: number }[]> {
  const start = Math.ceil(from / everyMs) * everyMs
  const reader = await connection.runAndReadAll(`
    SELECT ds, (time // ${everyMs} * ${everyMs})::DOUBLE AS start, count(*)::DOUBLE
    FROM ${inDatabase(`time >= ${start}`)} GROUP BY ds, start ORDER BY ds, start`)
  return reader.getRowsJS().flatMap(([ds, at, count]) => {
    const row = datastreams.byNumber(Number(ds))
    return row ? { datastream: row.id, at: Number(at), count: Number(count) } : []
  })
}
