import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DOUBLE,
  INTEGER,
  LIST,
  UTINYINT,
  VARCHAR,
  blobValue,
  listValue,
  type DuckDBConnection,
} from '@duckdb/node-api'
import type { Outcome } from '@ioc/shared/observation'
import type { Entry, Rejection, Tally } from '../../ports/observation-store.js'
import { appendColumns } from './appending.js'
import { archivedMonths } from './archive-months.js'
import { pickRows, type Columns } from './columns.js'
import type { Datastreams } from './datastreams.js'
import { everywhere } from './raw.js'

const OBSERVATION = [INTEGER, DOUBLE, DOUBLE, UTINYINT, DOUBLE]

/** Writes one entry, whose observations are in `columns`, into the connection's open transaction. `firstRejection` numbers the rejections on. */
export async function writeEntry(
  connection: DuckDBConnection,
  dataDir: string,
  datastreams: Datastreams,
  entry: Entry,
  columns: Columns,
  firstRejection: number,
): Promise<void> {
  const fresh = datastreams.unwritten()
  await appendColumns(
    connection,
    'datastreams',
    [INTEGER, VARCHAR, VARCHAR],
    [fresh.map((row) => row.n), fresh.map((row) => row.station), fresh.map((row) => row.property)],
  )
  await appendObservations(connection, 'observations_hot', thoseThatAre('stored', columns, entry.outcomes))
  const corrected = thoseThatAre('corrected', columns, entry.outcomes)
  if (corrected.time.length > 0) await writeCorrections(connection, dataDir, corrected)
  if (entry.withdrawn && entry.withdrawn.length > 0) {
    await withdraw(connection, entry.withdrawn)
    await appendColumns(connection, 'rejection_marks', [DOUBLE], [[firstRejection - 1 + entry.rejections.length]])
  }
  if (entry.rejections.length > 0) await writeRejections(connection, entry.rejections, firstRejection)
  await writeTallies(connection, entry.tallies)
}

function thoseThatAre(what: Outcome, columns: Columns, outcomes: readonly Outcome[]): Columns {
  const rows: number[] = []
  for (let row = 0; row < outcomes.length; row++) if (outcomes[row] === what) rows.push(row)
  return rows.length === outcomes.length ? columns : pickRows(columns, rows)
}

export async function appendObservations(
  connection: DuckDBConnection,
  table: string,
  { ds, time, value, flags, delay }: Columns,
): Promise<void> {
  await appendColumns(connection, table, OBSERVATION, [ds, time, value, flags, delay])
}

/**
 * Moves each replaced value into `corrections` and puts the newest arrival in its place.
 *
 * The old row is deleted and not updated: that a row is also being moved by upkeep, DuckDB notices between two
 * deletions, but not between an update and a deletion. Files of the archive do not change; the database wins over them.
 */
async function writeCorrections(connection: DuckDBConnection, dataDir: string, corrected: Columns): Promise<void> {
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE corrected (ds INTEGER, time BIGINT, value DOUBLE, flags UTINYINT, delay BIGINT)',
  )
  await appendObservations(connection, 'corrected', corrected)
  const { time } = corrected
  const [from, to] = [time.reduce((low, at) => Math.min(low, at)), time.reduce((high, at) => Math.max(high, at))]
  const range = `time BETWEEN ${from} AND ${to}`
  const paths = (await archivedMonths(connection, dataDir, from, to + 1)).map(({ path }) => path)
  await connection.run(`
    INSERT INTO corrections
    SELECT o.ds, o.time, o.value, o.flags, o.time + o.delay, c.replaced FROM ${everywhere(paths, range)} o
    JOIN (SELECT ds, time, min_by(time + delay, rowid) AS replaced FROM corrected GROUP BY ds, time) c USING (ds, time)`)
  // Those of the same batch that were overtaken in it.
  await connection.run(`
    INSERT INTO corrections
    SELECT ds, time, value, flags, time + delay, lead(time + delay) OVER arrivals AS replaced FROM corrected
    WINDOW arrivals AS (PARTITION BY ds, time ORDER BY rowid) QUALIFY replaced IS NOT NULL ORDER BY rowid`)
  for (const table of ['observations', 'observations_hot']) {
    await connection.run(`DELETE FROM ${table} USING corrected c WHERE c.ds = ${table}.ds AND c.time = ${table}.time`)
  }
  await connection.run(`
    INSERT INTO observations_hot
    SELECT * FROM corrected QUALIFY row_number() OVER (PARTITION BY ds, time ORDER BY rowid DESC) = 1`)
}

async function writeRejections(
  connection: DuckDBConnection,
  rejections: readonly Rejection[],
  first: number,
): Promise<void> {
  await appendColumns(
    connection,
    'rejections',
    [DOUBLE, DOUBLE, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BLOB, VARCHAR, DOUBLE, VARCHAR, BOOLEAN],
    [
      rejections.map((_, index) => first + index),
      rejections.map(({ at }) => at),
      rejections.map(({ station }) => station),
      rejections.map(({ topic }) => topic),
      rejections.map(({ reason }) => reason),
      rejections.map(({ detail }) => detail),
      rejections.map(({ payload }) => blobValue(payload)),
      rejections.map(({ sender }) => sender),
      rejections.map(({ count }) => count),
      rejections.map(({ places }) => places),
      rejections.map(({ whole }) => whole),
    ],
  )
}

async function withdraw(connection: DuckDBConnection, ids: readonly string[]): Promise<void> {
  const list = listValue(ids.map(BigInt))
  await connection.run('DELETE FROM rejections WHERE id IN (SELECT unnest($1))', [list], [LIST(BIGINT)])
}

async function writeTallies(connection: DuckDBConnection, tallies: readonly Tally[]): Promise<void> {
  const column = (pick: (tally: Tally) => number) => Float64Array.from(tallies, pick)
  await appendColumns(
    connection,
    'ledger',
    [VARCHAR, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE],
    [
      tallies.map(({ station }) => station),
      column((tally) => tally.received),
      column((tally) => tally.stored),
      column((tally) => tally.duplicate),
      column((tally) => tally.corrected),
      column((tally) => tally.bytes),
      column((tally) => tally.missed),
      column((tally) => tally.lastSeen),
    ],
  )
  const rejected = tallies.flatMap(({ station, rejected }) =>
    Object.entries(rejected).map(([reason, n]) => ({ station, reason, n })),
  )
  await appendColumns(
    connection,
    'ledger_rejected',
    [VARCHAR, VARCHAR, DOUBLE],
    [rejected.map(({ station }) => station), rejected.map(({ reason }) => reason), rejected.map(({ n }) => n)],
  )
}
