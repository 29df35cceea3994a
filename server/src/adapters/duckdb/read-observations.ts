import type { DuckDBConnection } from '@duckdb/node-api'
import { qualityOf } from '@ioc/shared/bucket'
import type { DatastreamId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { DAY, VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'
import type { Bucket, BucketQuery, Correction, Reading } from '../../ports.js'
import type { Database } from './database.js'
import type { Datastreams } from './datastreams.js'
import { BADNESS, fromFlags, IS_GOOD } from './flags.js'

/** Both tables as one; `where` is put inside so that each can skip what is out of range. */
export function both(where: string): string {
  const columns = 'SELECT ds, time, value, flags, received FROM'
  return `(${columns} observations WHERE ${where} UNION ALL ${columns} observations_hot WHERE ${where})`
}

/** Streams one datastream in time order on a connection of its own, so that a slow reader delays nobody. */
export async function* streamReadings(
  database: Database,
  datastreams: Datastreams,
  datastream: DatastreamId,
  from: EpochMs,
  to: EpochMs,
): AsyncGenerator<readonly Reading[]> {
  const row = datastreams.get(datastream)
  if (!row) return
  const connection = await database.connect()
  try {
    const range = `ds = ${row.n} AND time >= ${Math.ceil(from)} AND time < ${Math.ceil(to)}`
    const result = await connection.stream(`SELECT time::DOUBLE, value, flags FROM ${both(range)} ORDER BY time`)
    for (;;) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) return
      const [at, value, flags] = chunk.getColumns() as [number[], number[], number[]]
      yield at.map((time, index) => ({
        at: time,
        value: value[index] as number,
        quality: fromFlags(flags[index] ?? 0).quality,
      }))
    }
  } finally {
    connection.closeSync()
  }
}

const AGGREGATE: Record<BucketQuery['fn'], (filter: string) => string> = {
  mean: (filter) => `avg(value) ${filter}`,
  min: (filter) => `min(value) ${filter}`,
  max: (filter) => `max(value) ${filter}`,
  sum: (filter) => `sum(value) ${filter}`,
  count: (filter) => `count(*) ${filter}::DOUBLE`,
  last: (filter) => `arg_max(value, time) ${filter}`,
  'circular-mean': (filter) =>
    `(degrees(atan2(avg(sin(radians(value))) ${filter}, avg(cos(radians(value))) ${filter})) + 360) % 360`,
}

export async function readBuckets(
  connection: DuckDBConnection,
  datastreams: Datastreams,
  { station, properties, from, to, everyMs, fn }: BucketQuery,
): Promise<Bucket[]> {
  const rows = properties.flatMap((property) => datastreams.get(`${station}/${property}` as DatastreamId) ?? [])
  if (rows.length === 0) return []
  const shift = everyMs === DAY ? VIETNAM_OFFSET_MS : 0
  const good = `FILTER (WHERE ${IS_GOOD})`
  const range = `ds IN (${rows.map((row) => row.n).join(',')}) AND time >= ${Math.ceil(from)} AND time < ${Math.ceil(to)}`
  const reader = await connection.runAndReadAll(`
    SELECT ds, ((time + ${shift}) // ${everyMs} * ${everyMs} - ${shift})::DOUBLE AS start,
      CASE WHEN count(*) ${good} > 0 THEN ${AGGREGATE[fn](good)} ELSE ${AGGREGATE[fn]('')} END,
      count(*) ${good}, max(${BADNESS})
    FROM ${both(range)} GROUP BY ds, start ORDER BY ds, start`)
  const buckets = reader.getRowsJS().map(([ds, at, value, goodCount, worst]) => ({
    property: datastreams.byNumber(Number(ds))?.property as Bucket['property'],
    at: Number(at),
    value: Number(value),
    goodCount: Number(goodCount),
    quality: qualityOf(Number(goodCount) > 0 ? 0 : Number(worst)),
  }))
  // The largest numbers together are more than a double holds.
  return buckets.filter(({ value }) => Number.isFinite(value))
}

export async function readNewest(
  connection: DuckDBConnection,
  datastreams: Datastreams,
  asOf: EpochMs | undefined,
): Promise<Observation[]> {
  const where = asOf === undefined ? 'true' : `time <= ${Math.floor(asOf)}`
  const reader = await connection.runAndReadAll(`
    SELECT ds, max(time)::DOUBLE, arg_max(value, time), arg_max(flags, time), arg_max(received, time)::DOUBLE
    FROM ${both(where)} GROUP BY ds ORDER BY ds`)
  return reader.getRowsJS().flatMap(([ds, at, value, flags, received]) => {
    const row = datastreams.byNumber(Number(ds))
    if (!row) return []
    return {
      datastream: row.id,
      station: row.station,
      property: row.property,
      at: Number(at),
      value: Number(value),
      ...fromFlags(Number(flags)),
      receivedAt: Number(received),
    }
  })
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
