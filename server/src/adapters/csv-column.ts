import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { parseTime } from '@ioc/shared/time'
import { parse } from 'csv-parse'
import { coded } from '../errors.js'

/** One column of a file, in time order, one value for each time: of several the one that stands last. */
export interface Column {
  /** Epoch milliseconds. */
  times: Float64Array
  values: Float64Array
  /** Rows without a readable time or without a number in the column. */
  skipped: number
}

/**
 * Reads one column of numbers and its times from a CSV file, gzipped or not, of any length.
 *
 * @param time the column of the times (ISO 8601 with a zone, or epoch milliseconds); null: `ts`, or else the first
 * @throws `file.unreadable`, `file.column` where there is no such column, `file.empty` where no row can be used
 */
export async function readColumn(file: string, column: string, time: string | null): Promise<Column> {
  const rows: { at: number; value: number }[] = []
  let skipped = 0
  let places: [time: number, value: number] | null = null
  let fault: Error | null = null
  const parser = parse({
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    delimiter: [',', ';', '\t'],
  })

  async function take(records: AsyncIterable<string[]>) {
    for await (const cells of records) {
      if (places === null) {
        try {
          places = [
            placeOf(file, cells, time ?? (cells.includes('ts') ? 'ts' : cells[0]!)),
            placeOf(file, cells, column),
          ]
        } catch (error) {
          fault = error as Error
          throw error
        }
        continue
      }
      const at = parseTime(cells[places[0]])
      const cell = cells[places[1]] ?? ''
      const value = Number(cell)
      if (at === null || cell === '' || !Number.isFinite(value)) skipped++
      else rows.push({ at, value })
    }
  }

  try {
    const source = createReadStream(file)
    if (file.endsWith('.gz')) await pipeline(source, createGunzip(), parser, take)
    else await pipeline(source, parser, take)
  } catch (cause) {
    throw fault ?? coded('file.unreadable', `cannot read ${file}: ${(cause as Error).message}`, { cause })
  }
  if (rows.length === 0) {
    throw coded('file.empty', `${file}: no row with a number in '${column}' and a time such as 2024-05-01T00:00:00Z`)
  }
  return { ...inOrder(rows), skipped }
}

function placeOf(file: string, head: readonly string[], column: string): number {
  const place = head.indexOf(column)
  if (place < 0) throw coded('file.column', `${file} has no column '${column}', only ${head.join(', ')}`)
  return place
}

function inOrder(rows: { at: number; value: number }[]): { times: Float64Array; values: Float64Array } {
  rows.sort((a, b) => a.at - b.at)
  const kept = rows.filter(({ at }, i) => at !== rows[i + 1]?.at)
  return {
    times: Float64Array.from(kept, ({ at }) => at),
    values: Float64Array.from(kept, ({ value }) => value),
  }
}
