import type { DuckDBConnection } from '@duckdb/node-api'
import type { Observation } from '@ioc/shared/observation'
import { DAY, LATEST, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import { archivedMonths } from './archive-months.js'
import type { Datastreams } from './datastreams.js'
import { fromFlags } from './flags.js'
import { everywhere } from './raw.js'

interface NewestSource {
  connection: DuckDBConnection
  dataDir: string
  datastreams: Datastreams
}

/**
 * The newest observation of every datastream, measured at or before `asOf`. In one transaction.
 *
 * Only the days that are looked for are read: those that are in no tier yet and the day of `asOf`, and for datastreams
 * without anything there the last day that the tier of days, or a mark on it, knows of them.
 */
export async function readNewest(source: NewestSource, asOf: EpochMs = LATEST): Promise<Observation[]> {
  const { connection, datastreams } = source
  const end = Math.floor(asOf) + 1
  const state = await connection.runAndReadAll('SELECT rolled::DOUBLE FROM tier_state')
  const known = Math.min(Number(state.getRowsJS()[0]?.[0] ?? 0), startOfLocalDay(end - 1))
  const found = await newestIn(source, `time >= ${known} AND time < ${end}`, known, end)
  const numbers = new Set(found.map(({ datastream }) => datastreams.get(datastream)?.n))
  const missing = [...datastreams.all()].filter(({ n }) => !numbers.has(n)).map(({ n }) => n)
  for (const [day, of] of await lastDays(connection, missing, known)) {
    const where = `ds IN (${of.join(',')}) AND time >= ${day} AND time < ${day + DAY}`
    found.push(...(await newestIn(source, where, day, day + DAY)))
  }
  return found
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

async function newestIn(
  { connection, dataDir, datastreams }: NewestSource,
  where: string,
  from: EpochMs,
  to: EpochMs,
): Promise<Observation[]> {
  const paths = (await archivedMonths(connection, dataDir, from, to)).map(({ path }) => path)
  const reader = await connection.runAndReadAll(`
    SELECT ds, max(time)::DOUBLE, arg_max(value, time), arg_max(flags, time), arg_max(delay, time)::DOUBLE
    FROM ${everywhere(paths, where)} GROUP BY ds ORDER BY ds`)
  return reader.getRowsJS().flatMap(([ds, at, value, flags, delay]) => {
    const row = datastreams.byNumber(Number(ds))
    if (!row) return []
    return {
      datastream: row.id,
      station: row.station,
      property: row.property,
      at: Number(at),
      value: Number(value),
      ...fromFlags(Number(flags)),
      receivedAt: Number(at) + Number(delay),
    }
  })
}
