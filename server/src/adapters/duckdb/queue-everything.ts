import { VARCHAR, type DuckDBConnection } from '@duckdb/node-api'
import { LATEST } from '@ioc/shared/time'
import { archivedMonths } from './archive-months.js'
import { everywhere, inDatabase } from './raw.js'

/**
 * Puts every observation that is here into the queue, in an open transaction, unless the queue is known to hold all that `target` lacks.
 *
 * So history follows when a province turns to a remote store, moves to another one, or comes back to it after a time
 * without; sending an observation twice changes nothing. What is in the archive is sent and stays. Those that were refused are offered again in any case.
 */
export async function queueEverything(connection: DuckDBConnection, dataDir: string, target: string): Promise<void> {
  const reader = await connection.runAndReadAll('SELECT address, complete FROM spool_target')
  const [address, complete] = reader.getRowsJS()[0] ?? []
  const whole = address === target && complete === true

  if (!whole) {
    await connection.run('DELETE FROM spool')
    const months = await archivedMonths(connection, dataDir, 0, LATEST)
    const paths = months.map(({ path }) => path)
    await queue(connection, everywhere(paths, 'true'))
    await connection.run('DELETE FROM spool_target')
    await connection.run('INSERT INTO spool_target VALUES ($1, true)', [target], [VARCHAR])
  } else {
    await queue(connection, `${inDatabase('true')} SEMI JOIN spool_refused USING (ds, time)`)
  }
  await connection.run('DELETE FROM spool_refused')
}

function queue(connection: DuckDBConnection, rows: string): Promise<unknown> {
  return connection.run(`
    INSERT INTO spool
    SELECT row_number() OVER () + (SELECT coalesce(max(seq), 0) FROM spool),
      ds, time, value, flags, time + delay, false
    FROM ${rows}`)
}

/** Notes that observations are written from now on of which the queue knows nothing; the place older ones are, if any. */
export async function leaveQueue(connection: DuckDBConnection): Promise<string | null> {
  await connection.run('UPDATE spool_target SET complete = false WHERE complete')
  const reader = await connection.runAndReadAll(
    'SELECT address FROM spool_target WHERE EXISTS (SELECT 1 FROM forwarded)',
  )
  const [address] = reader.getRowsJS()[0] ?? []
  return address === undefined ? null : String(address)
}
