import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import { qualityOf } from '@ioc/shared/bucket'
import { datastreamId, type StationId } from '@ioc/shared/ids'
import type { Bucket, BucketQuery, EnvelopeQuery, Envelopes, ManyBucketsQuery } from '../../ports/observation-store.js'
import { archivedMonths } from './archive-months.js'
import type { Datastreams, Row } from './datastreams.js'
import { BADNESS, IS_GOOD } from './flags.js'
import { everywhere, knownBy } from './raw.js'
import { splitByTier, type Range, type Trust } from './tier-ranges.js'
import { asParts, combined, PART, tierFor, type Tier } from './tiers.js'

/** What a bucket's part says, by the way it is combined. */
const VALUE: Record<BucketQuery['fn'], string> = {
  mean: 'sum / count',
  min: 'min',
  max: 'max',
  sum: 'sum',
  count: 'count::DOUBLE',
  last: 'last',
  'circular-mean': '(degrees(atan2(sin, cos)) + 360) % 360',
}

export interface TierBuckets {
  buckets: Bucket[]
  /** The parts of the range that these buckets answer, in order. */
  covered: Range[]
}

interface BucketSource {
  connection: DuckDBConnection
  dataDir: string
  datastreams: Datastreams
}

/** What is asked of each datastream. */
type Ask = Omit<BucketQuery, 'station' | 'properties'>

/** Buckets from the coarsest tier that fits, and from the observations of what is not in it. In one transaction. */
export async function readBuckets(source: BucketSource, query: BucketQuery): Promise<Bucket[]> {
  return (await readOf(source, numbersOf(source, query), query)).map(toBucket)
}

/** The same for many stations. */
export async function readBucketsByStation(
  source: BucketSource,
  { stations, ...query }: ManyBucketsQuery,
): Promise<Map<StationId, Bucket[]>> {
  const numbers = stations.flatMap((station) => numbersOf(source, { ...query, station }))
  const found = new Map<StationId, Bucket[]>()
  for (const part of await readOf(source, numbers, query)) {
    const { station } = part.datastream
    const buckets = found.get(station)
    if (buckets) buckets.push(toBucket(part))
    else found.set(station, [toBucket(part)])
  }
  return found
}

/** Chunks of `toEnvelopes`, all of one moment: what they come to is made of them later, a chunk at a time. */
export async function readEnvelopes(source: BucketSource, query: EnvelopeQuery): Promise<DuckDBDataChunk[]> {
  const numbers = query.datastreams.flatMap((id) => source.datastreams.get(id)?.n ?? [])
  const parts = await partsOf(source, numbers, query)
  if (parts.length === 0) return []
  const result = await source.connection.run(`
    SELECT ds::INTEGER, start::DOUBLE, min, max, last, ${BADNESS}::INTEGER
    FROM ${combined(`(${parts.join(' UNION ALL ')})`, query.everyMs)} ORDER BY ds, start`)
  return result.fetchAllChunks()
}

export function* toEnvelopes(chunk: DuckDBDataChunk, datastreams: Datastreams): Generator<Envelopes> {
  const [ds = [], ...columns] = chunk.getColumns() as number[][]
  for (let first = 0, end = 0; first < ds.length; first = end) {
    end = ds.lastIndexOf(ds[first]!) + 1
    const [at, low, high, last, bad] = columns.map((column) => column.slice(first, end)) as [
      ...[number[], number[], number[], number[], number[]],
    ]
    yield { datastream: datastreams.byNumber(ds[first]!)!.id, at, low, high, last, quality: bad.map(qualityOf) }
  }
}

async function readOf(source: BucketSource, numbers: readonly number[], query: Ask): Promise<Combined[]> {
  return combineParts(source, await partsOf(source, numbers, query), query)
}

/** SQL: where the parts of these buckets are. */
async function partsOf(
  source: BucketSource,
  numbers: readonly number[],
  query: Pick<Ask, 'from' | 'to' | 'everyMs' | 'known'>,
): Promise<string[]> {
  if (numbers.length === 0) return []
  const range = { from: Math.ceil(query.from), to: Math.ceil(query.to) }
  // A tier holds what has arrived by now.
  const tier = query.known === undefined ? tierFor(query.everyMs) : null
  const split = tier ? await splitRange(source.connection, tier, numbers, range) : { tier: [], raw: [range] }
  const parts = split.tier.map((piece) => tierRows(tier as Tier, numbers, piece))
  const months =
    split.raw.length > 0 ? await archivedMonths(source.connection, source.dataDir, range.from, range.to) : []
  for (const { from, to } of split.raw) {
    const paths = months.filter(({ month, end }) => month < to && end > from).map(({ path }) => path)
    const where = `ds IN (${numbers.join(',')}) AND time >= ${from} AND time < ${to}`
    parts.push(`SELECT ${PART} FROM ${asParts(knownBy(query.known, everywhere(paths, where), where))}`)
  }
  return parts
}

/** The buckets that the tiers alone can answer. In one transaction. */
export async function readTierBuckets(source: BucketSource, query: BucketQuery): Promise<TierBuckets> {
  const numbers = numbersOf(source, query)
  const tier = tierFor(query.everyMs)
  if (numbers.length === 0 || !tier || query.known !== undefined) return { buckets: [], covered: [] }
  const range = { from: Math.ceil(query.from), to: Math.ceil(query.to) }
  const { tier: covered } = await splitRange(source.connection, tier, numbers, range)
  const parts = covered.map((piece) => tierRows(tier, numbers, piece))
  return { buckets: (await combineParts(source, parts, query)).map(toBucket), covered }
}

function numbersOf({ datastreams }: BucketSource, { station, properties }: BucketQuery): number[] {
  return properties.flatMap((property) => datastreams.get(datastreamId(station, property))?.n ?? [])
}

function tierRows({ table }: Tier, numbers: readonly number[], { from, to }: Range): string {
  return `SELECT ${PART} FROM ${table} WHERE ds IN (${numbers.join(',')}) AND start >= ${from} AND start < ${to}`
}

async function splitRange(connection: DuckDBConnection, tier: Tier, numbers: readonly number[], range: Range) {
  return splitByTier(range, tier, await readTrust(connection, tier, numbers, range))
}

async function readTrust(
  connection: DuckDBConnection,
  tier: Tier,
  numbers: readonly number[],
  { from, to }: Range,
): Promise<Trust> {
  const days = (column: string) =>
    `ds IN (${numbers.join(',')}) AND ${column} > ${from} - 86400000 AND ${column} < ${to}`
  const sparse = `
    UNION SELECT start FROM tier_day t WHERE ${days('start')}
      AND NOT EXISTS (SELECT 1 FROM tier_minute_days m WHERE m.ds = t.ds AND m.day = t.start)`
  const reader = await connection.runAndReadAll(`
    SELECT rolled::DOUBLE, NULL FROM tier_state
    UNION ALL
    SELECT NULL, day::DOUBLE FROM (
      SELECT day FROM tier_dirty WHERE ${days('day')} ${tier.name === 'minute' ? sparse : 'GROUP BY day'})`)
  const rows = reader.getRowsJS()
  return {
    rolled: Number(rows.find(([rolled]) => rolled !== null)?.[0] ?? 0),
    except: rows.flatMap(([, day]) => (day === null ? [] : Number(day))).sort((a, b) => a - b),
  }
}

interface Combined extends Omit<Bucket, 'property'> {
  datastream: Row
}

function toBucket({ datastream, ...rest }: Combined): Bucket {
  return { property: datastream.property, ...rest }
}

async function combineParts(
  { connection, datastreams }: BucketSource,
  parts: readonly string[],
  { everyMs, fn }: Ask,
): Promise<Combined[]> {
  if (parts.length === 0) return []
  const reader = await connection.runAndReadAll(`
    SELECT ds, start::DOUBLE, ${VALUE[fn]}, CASE WHEN ${IS_GOOD} THEN count ELSE 0 END::DOUBLE, ${BADNESS}
    FROM ${combined(`(${parts.join(' UNION ALL ')})`, everyMs)} ORDER BY ds, start`)
  const buckets = reader.getRowsJS().map(([ds, at, value, goodCount, bad]) => ({
    datastream: datastreams.byNumber(Number(ds))!,
    at: Number(at),
    value: Number(value),
    goodCount: Number(goodCount),
    quality: qualityOf(Number(bad)),
  }))
  // The largest numbers together are more than a double holds.
  return buckets.filter(({ value }) => Number.isFinite(value))
}
