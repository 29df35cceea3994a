import { BLOB, DOUBLE, INTEGER, UTINYINT, VARCHAR, blobValue, type DuckDBConnection } from '@duckdb/node-api'
import type { Observation } from '@ioc/shared/observation'
import type { Entry, Rejection, Tally } from '../../ports.js'
import { appendColumns } from './appending.js'
import type { Datastreams, Row } from './datastreams.js'
import { toFlags } from './flags.js'

const OBSERVATION = [INTEGER, DOUBLE, DOUBLE, UTINYINT, DOUBLE]

/** Writes one entry into the connection's open transaction. `firstRejection` numbers the rejections on. */
export async function writeEntry(
  connection: DuckDBConnection,
  datastreams: Datastreams,
  entry: Entry,
  firstRejection: number,
): Promise<void> {
  const fresh = datastreams.unwritten()
  await appendColumns(
    connection,
    'datastreams',
    [INTEGER, VARCHAR, VARCHAR],
    [fresh.map((row) => row.n), fresh.map((row) => row.station), fresh.map((row) => row.property)],
  )
  const stored = entry.observations.filter((_, index) => entry.outcomes[index] === 'stored')
  await appendObservations(connection, datastreams, 'observations_hot', stored)
  const corrected = entry.observations.filter((_, index) => entry.outcomes[index] === 'corrected')
  if (corrected.length > 0) await writeCorrections(connection, datastreams, corrected)
  if (entry.rejections.length > 0) await writeRejections(connection, entry.rejections, firstRejection)
  await writeTallies(connection, entry.tallies)
}

export async function appendObservations(
  connection: DuckDBConnection,
  datastreams: Datastreams,
  table: string,
  observations: readonly Observation[],
): Promise<void> {
  const rows = observations.length
  const [ds, flags] = [new Int32Array(rows), new Uint8Array(rows)]
  const [time, value, received] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)]
  for (let row = 0; row < rows; row++) {
    const observation = observations[row] as Observation
    ds[row] = (datastreams.get(observation.datastream) as Row).n
    time[row] = observation.at
    value[row] = observation.value
    flags[row] = toFlags(observation)
    received[row] = observation.receivedAt
  }
  await appendColumns(connection, table, OBSERVATION, [ds, time, value, flags, received])
}

/** Moves each replaced value into `corrections` and puts the newest arrival in its place. */
async function writeCorrections(
  connection: DuckDBConnection,
  datastreams: Datastreams,
  corrected: readonly Observation[],
): Promise<void> {
  const last = new Map<string, Observation>()
  const overtaken: { observation: Observation; replacedAt: number }[] = []
  for (const observation of corrected) {
    const place = `${observation.datastream}@${observation.at}`
    const before = last.get(place)
    if (before) overtaken.push({ observation: before, replacedAt: observation.receivedAt })
    last.set(place, observation)
  }
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE corrected (ds INTEGER, time BIGINT, value DOUBLE, flags UTINYINT, received BIGINT)',
  )
  await appendObservations(connection, datastreams, 'corrected', [...last.values()])
  for (const table of ['observations', 'observations_hot']) {
    await connection.run(`
      INSERT INTO corrections
      SELECT o.ds, o.time, o.value, o.flags, o.received, c.received FROM ${table} o JOIN corrected c ON c.ds = o.ds AND c.time = o.time`)
    await connection.run(`
      UPDATE ${table} SET value = c.value, flags = c.flags, received = c.received
      FROM corrected c WHERE c.ds = ${table}.ds AND c.time = ${table}.time`)
  }
  for (const { observation, replacedAt } of overtaken) {
    const row = datastreams.get(observation.datastream) as Row
    await connection.run(
      'INSERT INTO corrections VALUES ($1, $2, $3, $4, $5, $6)',
      [row.n, observation.at, observation.value, toFlags(observation), observation.receivedAt, replacedAt],
      [INTEGER, DOUBLE, DOUBLE, UTINYINT, DOUBLE, DOUBLE],
    )
  }
}

async function writeRejections(
  connection: DuckDBConnection,
  rejections: readonly Rejection[],
  first: number,
): Promise<void> {
  await appendColumns(
    connection,
    'rejections',
    [DOUBLE, DOUBLE, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BLOB],
    [
      rejections.map((_, index) => first + index),
      rejections.map(({ at }) => at),
      rejections.map(({ station }) => station),
      rejections.map(({ topic }) => topic),
      rejections.map(({ reason }) => reason),
      rejections.map(({ detail }) => detail),
      rejections.map(({ payload }) => blobValue(payload)),
    ],
  )
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
