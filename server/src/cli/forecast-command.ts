import { parseArgs } from 'node:util'
import { formatTime } from '@ioc/shared/time'
import { readColumn, type Column } from '../adapters/csv-column.js'
import { coded } from '../errors.js'
import { backtest, type Issued } from '../forecasts/choice/backtest.js'
import { timeOf, toEvenSeries, type EvenSeries, type Over } from '../forecasts/series/even-series.js'
import { modelsOf } from '../forecasts/models/models.js'
import { layoutIn, spanOf } from '../forecasts/plan.js'
import type { FitSeasonal } from '../forecasts/models/seasonal-smoothing.js'
import { columnOf, fileOf, stepOf, wholeNumber } from './options.js'
import type { Print, Warn } from './run-command.js'
import { scoreTable } from './score-table.js'
import { tellSkipped } from './tell-skipped.js'

const HELP = `Plays the forecast desk over the end of a recorded file, each origin seeing only its past.

  forecast backtest FILE.csv[.gz] --column NAME

  --column NAME     the column of the values
  --time NAME       the column of the times, ISO 8601 (without a zone UTC) or an epoch (default: ts, or else the first)
  --step STEP       10m, 1h, 1d: the file is brought to even steps (default 1h)
  --over mean|sum   how the values of a step combine (default mean)
  --horizon N       steps ahead (default 24); up to three hours, the models are those of the next hours
  --origins N       so many origins, a horizon apart, ending with the file (default 14)
  --json            a line for each origin, step and model instead of the table:
                    {"origin", "at", "model", "chosen", "p05", "p25", "p50", "p75", "p95"}
                    origin: the last time known; chosen: what would have been issued, which is nothing where too
                    little was known, or nothing ever changed

The table: MASE in units of the seasonal naive of 24 h over the past, pinball loss in the same units over the five
quantiles, and the share of the truth inside the 50 % and the 90 % band.
`

const FLAGS = {
  column: { type: 'string' },
  time: { type: 'string' },
  step: { type: 'string', default: '1h' },
  over: { type: 'string', default: 'mean' },
  horizon: { type: 'string', default: '24' },
  origins: { type: 'string', default: '14' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

interface Means {
  print: Print
  warn: Warn
  fit: FitSeasonal
}

/** `forecast backtest …`: prints the table or the lines. */
export async function forecastCommand(args: string[], { print, warn, fit }: Means): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true })
  if (values.help) return print(HELP)
  const [verb, ...files] = positionals
  if (verb !== 'backtest') throw coded('option.bad', `say what to do: forecast backtest FILE.csv --column NAME`)
  const file = fileOf(files)
  const column = columnOf(values.column)
  const stepMs = stepOf(values.step)
  const over = overOf(values.over)
  const horizon = wholeNumber('--horizon', values.horizon, 1_000)
  const count = wholeNumber('--origins', values.origins, 10_000)

  const readings = await readColumn(file, column, values.time ?? null)
  tellSkipped(readings, warn)
  refuseScattered(file, readings, stepMs)
  const series = toEvenSeries(readings, stepMs, over)
  const span = spanOf(horizon * stepMs)
  const issued = backtest(series, modelsOf(span, fit), { plan: layoutIn(span, stepMs, horizon), count })
  if (issued.length === 0) {
    throw coded(
      'file.short',
      `${file} has ${series.values.length} steps; ${3 * horizon} and more than a day are needed`,
    )
  }
  if (!values.json) return print(scoreTable(issued))
  for (const each of issued) await print(linesOf(series, each))
}

/** Below this share of known steps there is nothing to play over: most likely a time is wrong. */
const LEAST_KNOWN = 0.01

/** One wild time would make millions of empty steps. */
function refuseScattered(file: string, { times }: Column, stepMs: number): void {
  const [first, last] = [times[0]!, times.at(-1)!]
  const steps = Math.floor(last / stepMs) - Math.floor(first / stepMs) + 1
  let known = 1
  for (let i = 1; i < times.length; i++) {
    if (Math.floor(times[i]! / stepMs) !== Math.floor(times[i - 1]! / stepMs)) known++
  }
  if (known >= LEAST_KNOWN * steps) return
  throw coded(
    'file.scattered',
    `${file} goes from ${formatTime(first)} to ${formatTime(last)} with values in ${known} of ${steps} steps: ` +
      `is a time wrong, or the step too short?`,
  )
}

function overOf(text: string): Over {
  if (text === 'mean' || text === 'sum') return text
  throw coded('option.bad', `--over must be mean or sum, not '${text}'`)
}

function linesOf(series: EvenSeries, { origin, forecasts }: Issued): string {
  const known = formatTime(timeOf(series, origin))
  let lines = ''
  for (const { model, chosen, steps } of forecasts) {
    for (const [lead, [p05, p25, p50, p75, p95]] of steps.entries()) {
      const at = formatTime(timeOf(series, origin + 1 + lead))
      lines += `${JSON.stringify({ origin: known, at, model, chosen, p05, p25, p50, p75, p95 })}\n`
    }
  }
  return lines
}
