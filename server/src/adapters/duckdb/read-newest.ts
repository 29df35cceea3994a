import type { DuckDBConnection } from '@duckdb/node-api'
import type { Observation } from '@ioc/shared/observation'
import { DAY, LATEST, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import type { AsOf } from '../../ports/observation-store.js'
import { archivedMonths } from './archive-months.js'
import type { Datastreams } from './datastreams.js'
import { fromFlags } from './flags.js'
import { everywhere, knownThen } from './raw.js'

interface NewestSource {
  connection: DuckDBConnection
  dataDir: string
  datastreams: Datastreams
}

/** Some datastreams, or (null) all, in a range of time. */
interface Place {
  numbers: readonly number[] | null
  from: EpochMs
  to: EpochMs
}

/**
 * The newest observation of every datastream, of now or as of a moment. In one transaction.
 *
 * Only the days that are looked for are read: those that are in no tier yet and the day of the moment, and for
 * datastreams without anything there the last day that the tier of days, or a mark on it, knows of them.
 */
export async function readNewest(
  source: NewestSource,
  { measured, known }: AsOf = { measured: LATEST },
): Promise<Observation[]> {
  const { connection, datastreams } = source
  const to = Math.floor(Math.min(measured, LATEST)) + 1
  const state = await connection.runAndReadAll('SELECT rolled::DOUBLE FROM tier_state')
  const from = Math.min(Number(state.getRowsJS()[0]?.[0] ?? 0), startOfLocalDay(to - 1))
  const found = await newestIn(source, { numbers: null, from, to }, known)
  const missing = without(
    [...datastreams.all()].map(({ n }) => n),
    found,
    datastreams,
  )
  return [...found, ...(await newestBefore(source, { numbers: missing, before: from, span: DAY }, known))]
}

/**
 * The newest of datastreams of which nothing was found from `before` on. What was measured on their last day may not
 * have arrived by the moment: then further back, each time twice as far.
 */
async function newestBefore(
  source: NewestSource,
  { numbers, before, span }: { numbers: readonly number[]; before: EpochMs; span: number },
  known: EpochMs | undefined,
): Promise<Observation[]> {
  const found: Observation[] = []
  for (const [day, of] of await lastDays(source.connection, numbers, before)) {
    const from = day + DAY - span
    const those = await newestIn(source, { numbers: of, from, to: day + DAY }, known)
    for (const observation of those) found.push(observation)
    if (known === undefined || those.length === of.length) continue
    const missing = without(of, those, source.datastreams)
    found.push(...(await newestBefore(source, { numbers: missing, before: from, span: 2 * span }, known)))
  }
  return found
}

function without(numbers: readonly number[], found: readonly Observation[], datastreams: Datastreams): number[] {
  const those = new Set(found.map(({ datastream }) => datastreams.get(datastream)?.n))
  return numbers.filter((n) => !those.has(n))
}

/** The last day before `before` on which each of these datastreams was measured, and who shares it. */
async function lastDays(
  connection: DuckDBConnection,
  numbers: readonly number[],
  before: EpochMs,
): Promise<Map<EpochMs, number[]>> {
  const days = new Map<EpochMs, number[]>()
  if (numbers.length === 0) return days
  const reader = await connection.runAndReadAll(`
    SELECT ds, max(day)::DOUBLE FROM (
      SELECT ds, start AS day FROM tier_day WHERE start < ${before} UNION ALL SELECT ds, day FROM tier_dirty WHERE day < ${before})
    WHERE ds IN (${numbers.join(',')}) GROUP BY ds`)
  for (const [ds, day] of reader.getRowsJS()) {
    const of = days.get(Number(day)) ?? []
    of.push(Number(ds))
    days.set(Number(day), of)
  }
  return days
}

/** Read in chunks: the answer of a large province at once would hold everybody up. */
async function newestIn(
  { connection, dataDir, datastreams }: NewestSource,
  { numbers, from, to }: Place,
  known: EpochMs | undefined,
): Promise<Observation[]> {
  const where = `time >= ${from} AND time < ${to}${numbers ? ` AND ds IN (${numbers.join(',')})` : ''}`
  const paths = (await archivedMonths(connection, dataDir, from, to)).map(({ path }) => path)
  const all = everywhere(paths, where)
  const result = await connection.stream(`
    SELECT ds, max(time)::DOUBLE, arg_max(value, time), arg_max(flags, time), arg_max(delay, time)::DOUBLE
    FROM ${known === undefined ? all : knownThen(all, where, Math.floor(known))} GROUP BY ds ORDER BY ds`)
  const found: Observation[] = []
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return found
    const [ds, time, value, flags, delay] = chunk.getColumns() as number[][]
    for (let index = 0; index < chunk.rowCount; index++) {
      const row = datastreams.byNumber(ds![index]!)
      if (!row) continue
      found.push({
        datastream: row.id,
        station: row.station,
        property: row.property,
        at: time![index]!,
        value: value![index]!,
        ...fromFlags(flags![index]!),
        receivedAt: time![index]! + delay![index]!,
      })
    }
  }
}
