import { DuckDBDataChunk, type DuckDBConnection, type DuckDBType, type DuckDBValue } from '@duckdb/node-api'

/** DuckDB's vector size: the most rows one chunk may hold. */
const CHUNK_ROWS = 2048

/**
 * Appends rows to a table column by column: an order of magnitude faster than INSERT.
 *
 * `columns` must have one array a table column, all of the same length. Part of the connection's open transaction.
 */
export async function appendColumns(
  connection: DuckDBConnection,
  table: string,
  types: readonly DuckDBType[],
  columns: readonly (readonly DuckDBValue[])[],
): Promise<void> {
  const rows = columns[0]?.length ?? 0
  if (rows === 0) return
  const appender = await connection.createAppender(table)
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const to = Math.min(from + CHUNK_ROWS, rows)
    const chunk = DuckDBDataChunk.create(types, to - from)
    chunk.setColumns(to - from === rows ? columns : columns.map((column) => column.slice(from, to)))
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
}

/** Runs `work` in one transaction: all of it is on disk afterwards, or nothing. */
export async function inTransaction(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run('BEGIN')
  try {
    await work()
    await connection.run('COMMIT')
  } catch (cause) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw cause
  }
}
