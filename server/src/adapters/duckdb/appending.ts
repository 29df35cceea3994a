import { DuckDBDataChunk, type DuckDBConnection, type DuckDBType, type DuckDBValue } from '@duckdb/node-api'

/** DuckDB's vector size: the most rows one chunk may hold. */
const CHUNK_ROWS = 2048

/** One column's values; numbers best in a typed array. */
type Column = readonly DuckDBValue[] | Float64Array | Int32Array | Uint8Array

/**
 * Appends rows to a table column by column: an order of magnitude faster than INSERT.
 *
 * `columns` must have one array a table column, all of the same length; where a type differs from the table's DuckDB
 * casts, so that whole numbers may come as DOUBLE, without a BigInt each. Part of the connection's open transaction.
 */
export async function appendColumns(
  connection: DuckDBConnection,
  table: string,
  types: readonly DuckDBType[],
  columns: readonly Column[],
): Promise<void> {
  const rows = columns[0]?.length ?? 0
  if (rows === 0) return
  const appender = await connection.createAppender(table)
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const to = Math.min(from + CHUNK_ROWS, rows)
    const chunk = DuckDBDataChunk.create(types, to - from)
    const part = to - from === rows ? columns : columns.map((column) => column.slice(from, to))
    chunk.setColumns(part as readonly (readonly DuckDBValue[])[])
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
}
