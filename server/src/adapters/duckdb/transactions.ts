import type { DuckDBConnection } from '@duckdb/node-api'

/** Runs `work` in one transaction: all of it is on disk afterwards, or nothing. */
export async function inTransaction(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run('BEGIN')
  try {
    await work()
    await connection.run('COMMIT')
  } catch (cause) {
    // A commit that failed has already ended the transaction.
    await connection.run('ROLLBACK').catch(() => undefined)
    throw cause
  }
}

/**
 * A connection that always has a transaction open, so that a commit is one trip to DuckDB and back, not two.
 *
 * On a busy event loop the trips are what a commit waits for. An open transaction that has touched nothing holds
 * nothing: DuckDB takes its snapshot at the first access.
 */
export async function keepTransactionOpen(
  connection: DuckDBConnection,
): Promise<(work: () => Promise<void>) => Promise<void>> {
  await connection.run('BEGIN')
  return async (work) => {
    try {
      await work()
      await connection.run('COMMIT; BEGIN')
    } catch (cause) {
      await connection.run('ROLLBACK').catch(() => undefined)
      await connection.run('BEGIN')
      throw cause
    }
  }
}
