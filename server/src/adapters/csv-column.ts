import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip, gunzipSync } from 'node:zlib'
import { parseTime, SECOND } from '@ioc/shared/time'
import { parse } from 'csv-parse'
import { coded } from '../errors.js'

/** One column of a file, in time order, one value for each time: of several the one that stands last. */
export interface Column {
  /** Epoch milliseconds. */
  times: Float64Array
  values: Float64Array
  /** Rows without a readable time or without a number in the column … */
  skipped: number
  /** … of so many … */
  rows: number
  /** … and in words what was wrong with the first of them; null: nothing was. */
  firstSkipped: string | null
}

/**
 * Reads one column of numbers and its times from a CSV file, gzipped or not, of any length. Columns are separated by
 * comma, semicolon or tab, whichever its head has; where that is no comma, a number may have a decimal comma. A quoted
 * comma in a comma-separated file could be either, of thousands or of decimals: such a cell is skipped.
 *
 * @param time the column of the times (ISO 8601, without a zone UTC, or an epoch: 10 digits are seconds, 13 are
 *   milliseconds); null: `ts`, or else the first
 * @throws `file.unreadable`, `file.column` where there is no such column, `file.empty` where no row can be used
 */
export async function readColumn(file: string, column: string, time: string | null): Promise<Column> {
  const rows: { at: number; value: number }[] = []
  let [skipped, count] = [0, 0]
  let firstSkipped = null as string | null
  let places: [time: number, value: number] | null = null
  let fault: Error | null = null
  let hasDecimalCommas = false

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
      count++
      const [moment = '', cell = ''] = places.map((place) => cells[place])
      const at = timeIn(moment)
      const value = numberIn(cell, hasDecimalCommas)
      if (at !== null && value !== null) {
        rows.push({ at, value })
        continue
      }
      skipped++
      firstSkipped ??= `row ${count}: ${at === null ? `'${moment}' is no time` : `'${cell}' is no number`}`
    }
  }

  try {
    const { isGzip, delimiter } = await lookInto(file)
    hasDecimalCommas = delimiter !== ','
    const parser = parse({
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
    })
    const source = createReadStream(file)
    if (isGzip) await pipeline(source, createGunzip(), parser, take)
    else await pipeline(source, parser, take)
  } catch (cause) {
    throw fault ?? coded('file.unreadable', `cannot read ${file}: ${(cause as Error).message}`, { cause })
  }
  if (rows.length === 0) {
    const why = firstSkipped === null ? '' : ` (${firstSkipped})`
    throw coded(
      'file.empty',
      `${file}: no row with a number in '${column}' and a time such as 2024-05-01T00:00:00Z${why}`,
    )
  }
  return { ...inOrder(rows), skipped, rows: count, firstSkipped }
}

const HEAD_BYTES = 64 * 1024
const GZIP = [0x1f, 0x8b]
const DELIMITERS = ['\t', ';', ',']

/** What a file is by its beginning, whatever its name. */
async function lookInto(file: string): Promise<{ isGzip: boolean; delimiter: string }> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const bytes = buffer.subarray(0, bytesRead)
    const isGzip = GZIP.every((byte, i) => bytes[i] === byte)
    const text = isGzip ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes
    const [head = ''] = text
      .toString('utf8')
      .replaceAll(/"[^"]*"/g, '')
      .trimStart()
      .split('\n')
    return { isGzip, delimiter: DELIMITERS.find((each) => head.includes(each)) ?? ',' }
  } finally {
    await handle.close()
  }
}

function numberIn(cell: string, hasDecimalCommas: boolean): number | null {
  const number = hasDecimalCommas ? cell.replace(/^([+-]?\d+),(\d+)$/, '$1.$2') : cell
  return number !== '' && Number.isFinite(Number(number)) ? Number(number) : null
}

/** An epoch, or ISO 8601 as programs write it into files: a day alone, a zone in its short form, or none, which is UTC. */
function timeIn(cell: string): number | null {
  if (/^\d{13}$/.test(cell)) return Number(cell)
  if (/^\d{10}(\.\d+)?$/.test(cell)) return Math.floor(Number(cell) * SECOND)
  if (/^\d+$/.test(cell)) return null
  const [, day, time, zone = 'Z', minutes = '00'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))? ?(Z|[+-]\d\d)?:?(\d\d)?$/.exec(cell) ?? []
  if (day === undefined) return parseTime(cell)
  return parseTime(`${day}T${time ?? '00:00'}${zone === 'Z' ? zone : `${zone}:${minutes}`}`)
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
