import { qualityOf } from '@ioc/shared/bucket'
import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { DAY, VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'
import type { Bucket, BucketQuery } from '../../ports/observation-store.js'
import type { Influx } from './client.js'
import { FIELDS, fromRow, MEASUREMENT } from './line-protocol.js'

/** The rows one answer may have: what fits well into memory. */
const PAGE = 10_000

interface Range {
  station: StationId
  property: PropertyKey
  /** Inclusive. */
  from: EpochMs
  /** Exclusive. */
  to: EpochMs
}

function timeRange(from: EpochMs, to: EpochMs): string {
  return `time >= ${Math.ceil(from)}ms AND time < ${Math.ceil(to)}ms`
}

/** Everything of one datastream in a range, in time order. */
export async function readRange(influx: Influx, range: Range, withinMs?: number): Promise<Observation[]> {
  const { station, property, to } = range
  const found: Observation[] = []
  for (let from = range.from; ;) {
    const where = `station = '${station}' AND property = '${property}' AND ${timeRange(from, to)}`
    const statement = `SELECT ${FIELDS} FROM ${MEASUREMENT} WHERE ${where} ORDER BY time ASC LIMIT ${PAGE}`
    const [series] = await influx.query(statement, withinMs)
    const rows = series?.rows ?? []
    for (const row of rows) found.push(fromRow(station, property, row))
    if (rows.length < PAGE) return found
    from = (found.at(-1)?.at ?? to) + 1
  }
}

const AGGREGATE = { mean: 'mean', min: 'min', max: 'max', sum: 'sum', count: 'count', last: 'last' } as const

/** What InfluxQL can compute: not the mean of angles. */
export type RemoteAggregate = keyof typeof AGGREGATE

/**
 * Buckets as the server computes them: once from the good values, once from all for the buckets that have no good.
 *
 * Null: one of them is more than a double holds. Then a server's whole answer is no JSON.
 */
export async function readBuckets(
  influx: Influx,
  { station, properties, from, to, everyMs, fn }: BucketQuery & { fn: RemoteAggregate },
): Promise<Bucket[] | null> {
  const offset = everyMs === DAY ? DAY - VIETNAM_OFFSET_MS : 0
  const any = properties.map((property) => `property = '${property}'`).join(' OR ')
  const where = `station = '${station}' AND (${any}) AND ${timeRange(from, to)}`
  const group = `GROUP BY time(${everyMs}ms, ${offset}ms), property fill(none)`
  const value = `${AGGREGATE[fn]}(value) AS value, count(value) AS n`
  const answers = await Promise.all([
    influx.query(`SELECT ${value} FROM ${MEASUREMENT} WHERE ${where} AND quality = 0 ${group}`),
    influx.query(`SELECT ${value}, max(quality) AS worst FROM ${MEASUREMENT} WHERE ${where} ${group}`),
  ]).catch((fault: Error) => {
    if (fault.cause instanceof SyntaxError) return null
    throw fault
  })
  if (answers === null) return null
  const [good, all] = answers
  const goods = new Map(
    good.map(({ tags, rows }) => [tags['property'], new Map(rows.map((row) => [row['time'], row]))]),
  )
  return all.flatMap(({ tags, rows }) =>
    rows.map((row): Bucket => {
      const of = goods.get(tags['property'])?.get(row['time'] ?? 0)
      return {
        property: tags['property'] as PropertyKey,
        at: row['time'] ?? 0,
        value: (of ?? row)['value'] ?? Number.NaN,
        goodCount: of?.['n'] ?? 0,
        quality: qualityOf(of ? 0 : (row['worst'] ?? 0)),
      }
    }),
  )
}

/** The newest of every datastream that was measured after one moment and not after another, and had arrived by `known`. */
export async function readNewest(
  influx: Influx,
  after: EpochMs,
  until: EpochMs,
  known: EpochMs | undefined,
): Promise<Map<DatastreamId, Observation>> {
  const arrived = known === undefined ? '' : ` AND received <= ${Math.floor(known)}`
  const statement = `SELECT last(value) AS value, quality, received, server_time FROM ${MEASUREMENT} WHERE ${timeRange(after + 1, until + 1)}${arrived} GROUP BY station, property`
  const newest = new Map<DatastreamId, Observation>()
  for (const { tags, rows } of await influx.query(statement)) {
    const [station, property] = [tags['station'] as StationId, tags['property'] as PropertyKey]
    if (rows[0]) newest.set(datastreamId(station, property), fromRow(station, property, rows[0]))
  }
  return newest
}
