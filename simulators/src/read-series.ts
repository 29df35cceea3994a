import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { parseTime } from '@ioc/shared/time'
import { parse } from 'csv-parse'
import { usageError } from './usage-error.js'

/** A column of the file and the property it feeds. */
export interface Feed {
  column: string
  property: string
}

/** One row of a recorded file: when, and what its columns held. */
export interface Reading {
  at: number
  values: Record<string, number>
}

export interface Series {
  /** In time order. */
  readings: Reading[]
  rows: number
  /** Rows without a readable time or without any value. */
  skipped: number
}

export interface Excerpt {
  /** The column that holds the time; null: `ts`, or else the first. */
  time: string | null
  feeds: readonly Feed[]
  /** Of the file's own time. */
  from: number | null
  to: number | null
}

/** Reads the rows and columns asked for from a CSV file, gzipped or not. An empty cell is no value. */
export async function readSeries(file: string, { time, feeds, from, to }: Excerpt): Promise<Series> {
  const readings: Reading[] = []
  let rows = 0
  let outside = 0
  let timeColumn = time
  let fault: Error | null = null
  const parser = parse({
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    delimiter: [',', ';', '\t'],
  })

  async function take(records: AsyncIterable<Record<string, string>>) {
    for await (const record of records) {
      if (rows++ === 0) {
        timeColumn = time ?? timeColumnOf(Object.keys(record))
        fault = missingColumn(file, record, [timeColumn, ...feeds.map(({ column }) => column)])
        if (fault) throw fault
      }
      const at = parseTime(record[timeColumn ?? ''])
      if (at !== null && ((from !== null && at < from) || (to !== null && at >= to))) {
        outside++
        continue
      }
      const values = valuesOf(record, feeds)
      if (at !== null && Object.keys(values).length > 0) readings.push({ at, values })
    }
  }

  try {
    const source = createReadStream(file)
    if (file.endsWith('.gz')) await pipeline(source, createGunzip(), parser, take)
    else await pipeline(source, parser, take)
  } catch (cause) {
    throw fault ?? usageError(`cannot read ${file}: ${(cause as Error).message}`)
  }
  if (readings.length === 0) {
    throw usageError(`${file}: no row with a value and a readable time (ISO 8601 with a zone, or epoch milliseconds)`)
  }
  return { readings: readings.sort((a, b) => a.at - b.at), rows, skipped: rows - outside - readings.length }
}

function valuesOf(record: Record<string, string>, feeds: readonly Feed[]): Record<string, number> {
  const values: Record<string, number> = {}
  for (const { column, property } of feeds) {
    const cell = record[column] ?? ''
    const value = Number(cell)
    if (cell !== '' && Number.isFinite(value)) values[property] = value
  }
  return values
}

function timeColumnOf(columns: readonly string[]): string {
  return columns.includes('ts') ? 'ts' : (columns[0] ?? '')
}

function missingColumn(file: string, record: Record<string, string>, wanted: readonly string[]): Error | null {
  const columns = Object.keys(record)
  const missing = wanted.find((column) => !columns.includes(column))
  return missing === undefined ? null : usageError(`${file} has no column '${missing}', only ${columns.join(', ')}`)
}
