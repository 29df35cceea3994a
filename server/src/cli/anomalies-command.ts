import { parseArgs } from 'node:util'
import { formatTime } from '@ioc/shared/time'
import { readColumn } from '../adapters/csv-column.js'
import { watchDatastream, type Anomaly } from '../forecasts/anomalies/watch.js'
import { columnOf, fileOf } from './options.js'
import type { Print, Warn } from './run-command.js'
import { tellSkipped } from './tell-skipped.js'

const HELP = `Finds what does not fit in a recorded file, each point judged by its past alone.

  anomalies FILE.csv[.gz] --column NAME

  --column NAME     the column of the values
  --time NAME       the column of the times, ISO 8601 (without a zone UTC) or an epoch (default: ts, or else the first)
  --json            a line for each point flagged instead of the table:
                    {"at", "score", "kind", "why": {"vi", "en"}}
                    kind: spike, shift, drift, flatline or lost-season; score: from 1 on, how far beyond the limit
`

const FLAGS = {
  column: { type: 'string' },
  time: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** `anomalies …`: prints the points flagged. */
export async function anomaliesCommand(args: string[], print: Print, warn: Warn): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true })
  if (values.help) return print(HELP)
  const column = await readColumn(fileOf(positionals), columnOf(values.column), values.time ?? null)
  tellSkipped(column, warn)
  const { look } = watchDatastream()
  let found = 0
  for (let i = 0; i < column.times.length; i++) {
    const anomaly = look(column.times[i]!, column.values[i]!)
    if (!anomaly) continue
    found++
    await print(values.json ? lineOf(anomaly) : rowOf(anomaly))
  }
  if (!values.json) await print(`${found} of ${column.times.length} points flagged\n`)
}

function lineOf({ at, score, kind, why }: Anomaly): string {
  return `${JSON.stringify({ at: formatTime(at), score: rounded(score), kind, why })}\n`
}

function rowOf({ at, score, kind, why }: Anomaly): string {
  return `${formatTime(at)}  ${kind.padEnd(11)}  ${score.toFixed(2).padStart(6)}  ${why.en}\n`
}

function rounded(score: number): number {
  return Math.round(score * 1000) / 1000
}
