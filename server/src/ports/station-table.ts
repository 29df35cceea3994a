import type { Station } from '@ioc/shared/station'

/** A table as a file holds it, or where it can no longer be read; lines from 1. */
export type Table =
  | { columns: readonly string[]; rows: readonly { line: number; cells: readonly string[] }[] }
  | { broken: 'csv.unreadable' | 'csv.not-utf-8'; line: number }

/** One fault of a table. */
export interface TableFault {
  /** The line of the file, from 1. */
  row: number
  /** Null: the row as a whole. */
  column: string | null
  /** Stable. */
  code: string
  message: { vi: string; en: string }
}

/** What a table of stations comes to; with a fault in it nothing of it is kept. */
export interface StationTable {
  stations: Station[]
  faults: TableFault[]
  /** What is odd and may be right. */
  warnings: TableFault[]
}
