import { BIGINT, BLOB, DOUBLE, INTEGER, UTINYINT, VARCHAR, blobValue, type DuckDBConnection } from '@duckdb/node-api'
import { QUALITIES, type Observation } from '@ioc/shared/observation'
import type { Entry, Rejection, Tally } from '../../ports.js'
import { appendColumns } from './appending.js'
import type { Datastreams, Row } from './datastreams.js'

/** The two low bits are the quality, the third says that the time is ours, not the device's. */
export function toFlags({ quality, timeSource }: Pick<Observation, 'quality' | 'timeSource'>): number {
  return QUALITIES.indexOf(quality) | (timeSource === 'server' ? 4 : 0)
}

const OBSERVATION = [INTEGER, BIGINT, DOUBLE, UTINYINT, BIGINT]

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

async function appendObservations(
  connection: DuckDBConnection,
  datastreams: Datastreams,
  table: string,
  observations: readonly Observation[],
): Promise<void> {
  const columns: [number[], bigint[], number[], number[], bigint[]] = [[], [], [], [], []]
  for (const observation of observations) {
    columns[0].push((datastreams.get(observation.datastream) as Row).n)
    columns[1].push(BigInt(observation.at))
    columns[2].push(observation.value)
    columns[3].push(toFlags(observation))
    columns[4].push(BigInt(observation.receivedAt))
  }
  await appendColumns(connection, table, OBSERVATION, columns)
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
      [
        row.n,
        BigInt(observation.at),
        observation.value,
        toFlags(observation),
        BigInt(observation.receivedAt),
        BigInt(replacedAt),
      ],
      [INTEGER, BIGINT, DOUBLE, UTINYINT, BIGINT, BIGINT],
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
    [BIGINT, BIGINT, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BLOB],
    [
      rejections.map((_, index) => BigInt(first + index)),
      rejections.map(({ at }) => BigInt(at)),
      rejections.map(({ station }) => station),
      rejections.map(({ topic }) => topic),
      rejections.map(({ reason }) => reason),
      rejections.map(({ detail }) => detail),
      rejections.map(({ payload }) => blobValue(payload)),
    ],
  )
}

async function writeTallies(connection: DuckDBConnection, tallies: readonly Tally[]): Promise<void> {
  const big = (pick: (tally: Tally) => number) => tallies.map((tally) => BigInt(pick(tally)))
  await appendColumns(
    connection,
    'ledger',
    [VARCHAR, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT],
    [
      tallies.map(({ station }) => station),
      big((tally) => tally.received),
      big((tally) => tally.stored),
      big((tally) => tally.duplicate),
      big((tally) => tally.corrected),
      big((tally) => tally.bytes),
      big((tally) => tally.missed),
      big((tally) => tally.lastSeen),
    ],
  )
  const rejected = tallies.flatMap(({ station, rejected }) =>
    Object.entries(rejected).map(([reason, n]) => ({ station, reason, n })),
  )
  await appendColumns(
    connection,
    'ledger_rejected',
    [VARCHAR, VARCHAR, BIGINT],
    [rejected.map(({ station }) => station), rejected.map(({ reason }) => reason), rejected.map(({ n }) => BigInt(n))],
  )
}
