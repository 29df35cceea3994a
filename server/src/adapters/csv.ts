import { parse, CsvError } from 'csv-parse/sync'
import type { Table } from '../ports/station-table.js'

/** The delimiters that spreadsheets write, by region. */
const DELIMITERS = [',', ';', '\t'] as const
/** No more is read, so that a file of millions of short rows, or of columns, holds nobody else up: rows … */
const MOST_RECORDS = 60_000
/** … and characters of one. */
const LONGEST_RECORD = 16 * 1024

/**
 * Reads a CSV file: UTF-8, comma, semicolon or tab by what its header uses, quoted as RFC 4180 has it.
 *
 * Cells are text without the space around them; rows without any are left out. A row's line is that of its last one.
 * What cannot be read is a value; rows beyond the first 60,000 are not read.
 */
export function readCsv(bytes: Buffer): Table {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const [header = ''] = text.split(/\r?\n/, 1)
    const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length)
    const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] as string
    const records = parse(text, {
      delimiter,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: MOST_RECORDS,
      max_record_size: LONGEST_RECORD,
      info: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    const [first, ...rest] = records
    const columns = withoutEmptyEnd(first?.record ?? [], 0)
    const rows = rest.map(({ record, info }) => ({ line: info.lines, cells: withoutEmptyEnd(record, columns.length) }))
    return { columns, rows }
  } catch (cause) {
    if (cause instanceof CsvError) return { broken: 'csv.unreadable', line: Number(cause['lines'] ?? 1) }
    if (cause instanceof TypeError) return { broken: 'csv.not-utf-8', line: 1 }
    throw cause
  }
}

/** Writes rows as CSV; every cell that needs it is quoted. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
}

/** Spreadsheets end lines with empty cells, as many as once were used. */
function withoutEmptyEnd(cells: readonly string[], least: number): string[] {
  const used = cells.findLastIndex((cell) => cell !== '') + 1
  return cells.slice(0, Math.max(used, least))
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
