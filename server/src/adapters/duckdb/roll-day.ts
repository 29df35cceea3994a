import type { DuckDBConnection } from '@duckdb/node-api'
import { DAY, MINUTE, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import { archivedMonths } from './archive-months.js'
import { everywhere } from './raw.js'
import { asParts, combined, PART, TIERS } from './tiers.js'

/** A day gets minutes where there are at least so many observations for each: with fewer they would save nothing. */
const OBSERVATIONS_A_MINUTE = 3

/** SQL: datastreams of which a part of this day lies in a remote store alone. */
function away(day: EpochMs): string {
  return `(SELECT ds FROM forwarded WHERE first < ${day + DAY} AND last >= ${day})`
}

/**
 * Computes the tiers of one local day from its observations: of all datastreams, or of some of them anew.
 *
 * Part of an open transaction. Marks that it sees are done with: they were written with the data that they are about.
 * What does not lie here as a whole is not computed.
 */
export async function rollDay(
  connection: DuckDBConnection,
  dataDir: string,
  day: EpochMs,
  again?: readonly number[],
): Promise<void> {
  const some = again ? `AND ds IN (${again.join(',')})` : ''
  const within = (column: string) => `${column} >= ${day} AND ${column} < ${day + DAY} ${some}`
  if (again) {
    for (const { table } of TIERS) await connection.run(`DELETE FROM ${table} WHERE ${within('start')}`)
    await connection.run(`DELETE FROM tier_minute_days WHERE day = ${day} ${some}`)
  }
  await connection.run(`DELETE FROM tier_dirty WHERE day = ${day} ${some} AND ds NOT IN ${away(day)}`)
  const paths = (await archivedMonths(connection, dataDir, day, day + DAY)).map(({ path }) => path)
  const observations = (where: string) =>
    asParts(everywhere(paths, `${within('time')} AND ds NOT IN ${away(day)} ${where}`))
  const roll = (table: string, everyMs: number, parts: string) =>
    connection.run(`INSERT INTO ${table} SELECT ${PART} FROM ${combined(parts, everyMs)} ORDER BY ds, start`)
  const [minute, hour, whole] = TIERS

  await roll(hour!.table, hour!.everyMs, observations(''))
  await roll(whole!.table, whole!.everyMs, `(SELECT ${PART} FROM ${hour!.table} WHERE ${within('start')})`)
  await connection.run(`
    INSERT INTO tier_minute_days
    SELECT ds, start FROM ${whole!.table} WHERE ${within('start')} AND count >= ${(DAY / MINUTE) * OBSERVATIONS_A_MINUTE}`)
  const dense = `AND ds IN (SELECT ds FROM tier_minute_days WHERE day = ${day})`
  await roll(minute!.table, minute!.everyMs, observations(dense))
}

/** Says that all days before `to` are computed. Days of which a part lies elsewhere are marked for good. In a transaction. */
export async function setRolled(connection: DuckDBConnection, from: EpochMs, to: EpochMs): Promise<void> {
  await connection.run(`
    INSERT INTO tier_dirty
    SELECT DISTINCT f.ds, d.day FROM forwarded f
    JOIN (SELECT unnest(range(${startOfLocalDay(from)}, ${to}, ${DAY})) AS day) d
      ON f.first < d.day + ${DAY} AND f.last >= d.day`)
  await connection.run(`UPDATE tier_state SET rolled = ${to}`)
}
