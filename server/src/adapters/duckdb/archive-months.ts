import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { startOfLocalMonth, type EpochMs } from '@ioc/shared/time'

/** One month that lies in a file. */
export interface ArchivedMonth {
  /** Its start; months are local months. */
  month: EpochMs
  /** The start of the next. */
  end: EpochMs
  path: string
}

/** Where the archive lies: beside the database, in files that are written once and never changed. */
export function archiveDir(dataDir: string): string {
  return join(dataDir, 'archive')
}

/**
 * The files that a range of time touches, in order.
 *
 * To be asked in the transaction that reads them: rows leave the database after their file was entered here, so one
 * snapshot has every row, in the database or in a file that it knows.
 */
export async function archivedMonths(
  connection: DuckDBConnection,
  dataDir: string,
  from: EpochMs,
  to: EpochMs,
): Promise<ArchivedMonth[]> {
  const reader = await connection.runAndReadAll(`
    SELECT month::DOUBLE, file FROM archive_months
    WHERE month >= ${startOfLocalMonth(from)} AND month < ${Math.ceil(to)} ORDER BY month`)
  return reader.getRowsJS().map(([month, file]) => ({
    month: Number(month),
    end: startOfLocalMonth(Number(month), 1),
    path: join(archiveDir(dataDir), String(file)),
  }))
}
