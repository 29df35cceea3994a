import type { DuckDBConnection } from '@duckdb/node-api'
import type { EpochMs } from '@ioc/shared/time'
import type { Limit } from './limits.js'
import { TIERS } from './tiers.js'
import { inTransaction } from './transactions.js'

/** Up to when the observations of each property were deleted for good: no tier is computed again from what is left. */
export async function readForgotten(connection: DuckDBConnection): Promise<Map<string, EpochMs>> {
  const reader = await connection.runAndReadAll('SELECT property, before::DOUBLE FROM forgotten')
  return new Map(reader.getRowsJS().map(([property, before]) => [String(property), Number(before)]))
}

/**
 * Deletes from the database what is older than the table `limits` of this connection allows.
 *
 * Marks on days that are about to lose their observations go in the same transaction: their tiers stay what they are.
 */
export async function forgetInDatabase(connection: DuckDBConnection, limits: readonly Limit[]): Promise<void> {
  const forgetting = new Map(limits.map(({ property, forgetBefore }) => [property, forgetBefore]))
  const [raw, tiers] = [highest(limits, 'forgetBefore'), highest(limits, 'forgetTiersBefore')]
  if (raw === 0) return
  await inTransaction(connection, async () => {
    for (const [property, before] of forgetting) {
      if (before === 0) continue
      await connection.run(
        'INSERT INTO forgotten VALUES ($1, $2) ON CONFLICT (property) DO UPDATE SET before = greatest(before, excluded.before)',
        [property, BigInt(before)],
      )
    }
    for (const table of ['observations', 'observations_hot', 'corrections']) {
      await deleteOlder(connection, table, 'time', 'forget_before', raw)
    }
    await deleteOlder(connection, 'tier_dirty', 'day', 'forget_before', raw)
    for (const { table } of TIERS) await deleteOlder(connection, table, 'start', 'forget_tiers_before', tiers)
    await deleteOlder(connection, 'tier_minute_days', 'day', 'forget_tiers_before', tiers)
  })
}

async function deleteOlder(
  connection: DuckDBConnection,
  table: string,
  column: string,
  limit: string,
  most: EpochMs,
): Promise<void> {
  await connection.run(`
    DELETE FROM ${table} USING limits l
    WHERE ${table}.ds = l.ds AND ${table}.${column} < ${most} AND ${table}.${column} < l.${limit}`)
}

function highest(limits: readonly Limit[], of: 'forgetBefore' | 'forgetTiersBefore'): EpochMs {
  return limits.reduce((most, limit) => Math.max(most, limit[of]), 0)
}
