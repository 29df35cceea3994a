import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readColumn } from '@ioc/server/adapters/csv-column'
import { toEvenSeries, type EvenSeries, type Over } from '@ioc/server/forecasts/series/even-series'
import { HOUR } from '@ioc/shared/time'

/** A recorded series that forecasts are judged by. */
export interface JudgedSeries {
  file: string
  column: string
  over: Over
}

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** The folder that was named, or that of the recorded measurements, and what its series.json names; null without one. */
export function judgedSeries(named: string | undefined): { folder: string; judged: JudgedSeries[] } | null {
  const folder = named ?? join(ROOT, '../shared/data')
  const list = join(folder, 'series.json')
  if (existsSync(list)) return { folder, judged: JSON.parse(readFileSync(list, 'utf8')) as JudgedSeries[] }
  process.stderr.write(`no series.json in ${folder}: name the folder that has it\n`)
  process.exitCode = 2
  return null
}

/** Its hours. */
export async function hoursOf(folder: string, { file, column, over }: JudgedSeries): Promise<EvenSeries> {
  return toEvenSeries(await readColumn(join(folder, `${file}.csv.gz`), column, null), HOUR, over)
}
