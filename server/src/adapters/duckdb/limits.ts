import { DOUBLE, INTEGER, type DuckDBConnection } from '@duckdb/node-api'
import type { Keep } from '@ioc/shared/retention'
import { DAY, startOfLocalMonth, type EpochMs } from '@ioc/shared/time'
import { appendColumns } from './appending.js'
import type { Datastreams } from './datastreams.js'

/** Before which times what becomes of a datastream's past. */
export interface Limit {
  n: number
  property: string
  archiveBefore: EpochMs
  forgetBefore: EpochMs
  forgetTiersBefore: EpochMs
}

/** Long before anything was measured. */
const NEVER = 0

/** The limits of every datastream; months go as a whole, so each limit is the start of one. */
export function limitsOf(datastreams: Datastreams, keepOf: (property: string) => Keep, now: EpochMs): Limit[] {
  const before = (days: number | null) => (days === null ? NEVER : startOfLocalMonth(now - days * DAY))
  return [...datastreams.all()].map(({ n, property }) => {
    const keep = keepOf(property)
    return {
      n,
      property,
      archiveBefore: before(keep.archiveAfterDays),
      forgetBefore: before(keep.forgetRawAfterDays),
      forgetTiersBefore: before(keep.forgetTiersAfterDays),
    }
  })
}

/** Puts them beside the data, as the table `limits` of this connection. */
export async function writeLimits(connection: DuckDBConnection, limits: readonly Limit[]): Promise<void> {
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE limits (ds INTEGER, archive_before BIGINT, forget_before BIGINT, forget_tiers_before BIGINT)',
  )
  await appendColumns(
    connection,
    'limits',
    [INTEGER, DOUBLE, DOUBLE, DOUBLE],
    [
      limits.map(({ n }) => n),
      limits.map(({ archiveBefore }) => archiveBefore),
      limits.map(({ forgetBefore }) => forgetBefore),
      limits.map(({ forgetTiersBefore }) => forgetTiersBefore),
    ],
  )
}
