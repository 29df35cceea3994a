import type { DuckDBConnection } from '@duckdb/node-api'

/** Runs `work` in one transaction: all of it is on disk afterwards, or nothing. */
export async function inTransaction<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN')
  try {
    const result = await work()
    await connection.run('COMMIT')
    return result
  } catch (cause) {
    // A commit that failed has already ended the transaction.
    await connection.run('ROLLBACK').catch(() => undefined)
    throw cause
  }
}

export interface OpenTransaction {
  /** Works in the open transaction; an error undoes all that was done in it. */
  within<T>(work: () => Promise<T>): Promise<T>
  /** The same, and then puts it on disk and opens the next. */
  commit(work: () => Promise<void>): Promise<void>
}

/**
 * A connection that always has a transaction open, so that a commit is one trip to DuckDB and back, not two.
 *
 * On a busy event loop the trips are what a commit waits for. An open transaction that has touched nothing holds
 * nothing: DuckDB takes its snapshot at the first access. After an error DuckDB takes nothing more in that transaction,
 * so it is ended and the next one opened.
 */
export async function keepTransactionOpen(connection: DuckDBConnection): Promise<OpenTransaction> {
  await connection.run('BEGIN')

  async function within<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      await connection.run('ROLLBACK').catch(() => undefined)
      await connection.run('BEGIN')
      throw cause
    }
  }

  return {
    within,
    commit: (work) =>
      within(async () => {
        await work()
        await connection.run('COMMIT; BEGIN')
      }),
  }
}
