import type { Column } from '../adapters/csv-column.js'
import type { Warn } from './run-command.js'

/** Tells in one line of rows that could not be used; says nothing where there are none. */
export function tellSkipped({ skipped, rows, firstSkipped }: Column, warn: Warn): void {
  if (skipped > 0) warn(`${skipped} of ${rows} rows skipped; the first, ${firstSkipped}\n`)
}
