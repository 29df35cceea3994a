import { parseArgs } from 'node:util'
import { isPropertyKey, isStationId, type StationId } from '@ioc/shared/ids'
import { brokerUrl, positive, time } from './arguments.js'
import type { Excerpt, Feed } from './read-series.js'
import { usageError } from './usage-error.js'

export interface ReplayOptions {
  file: string
  station: StationId
  excerpt: Excerpt
  speed: number
  broker: string
  credentials: string | null
  historyOnly: boolean
}

export const REPLAY_HELP = `Plays a recorded CSV file through one station: its history up to now first, then on in real time.

  replay FILE.csv[.gz] --station ID --column NAME[:PROPERTY] …

  --column NAME:PROPERTY   a column and the property it feeds; several are allowed
  --property PROPERTY      the property of a single --column NAME
  --time NAME              the column of the time stamps (default: ts, or else the first)
  --from TIME --to TIME    plays only this part of the file, by its own time
  --speed N                after the history, the file runs so many times faster (default 1)
  --history-only           ends after the history
  --broker URL             mqtt:// or ws:// (default mqtt://127.0.0.1:1883)
  --credentials FILE       JSON {"station id": "secret"}
`

const FLAGS = {
  column: { type: 'string', multiple: true, default: [] as string[] },
  property: { type: 'string' },
  station: { type: 'string' },
  time: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  speed: { type: 'string', default: '1' },
  'history-only': { type: 'boolean', default: false },
  broker: { type: 'string', default: 'mqtt://127.0.0.1:1883' },
  credentials: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

/** Reads the command line; 'help' where that is asked for. */
export function parseReplayOptions(args: string[]): ReplayOptions | 'help' {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true })
  if (values.help) return 'help'
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw usageError('name one file to replay')
  if (!isStationId(values.station)) throw usageError(`--station must be a station's id, not '${values.station ?? ''}'`)

  return {
    file,
    station: values.station,
    excerpt: {
      time: values.time ?? null,
      feeds: feedsOf(values.column, values.property),
      from: time('--from', values.from),
      to: time('--to', values.to),
    },
    speed: positive('--speed', values.speed),
    broker: brokerUrl('--broker', values.broker),
    credentials: values.credentials ?? null,
    historyOnly: values['history-only'],
  }
}

function feedsOf(columns: readonly string[], property: string | undefined): Feed[] {
  if (columns.length === 0) throw usageError('name at least one --column')
  if (property !== undefined && columns.length > 1) {
    throw usageError('--property goes with a single --column; name several as --column NAME:PROPERTY')
  }
  return columns.map((text) => {
    const colon = text.lastIndexOf(':')
    const column = colon < 0 ? text : text.slice(0, colon)
    const key = colon < 0 ? (property ?? text) : text.slice(colon + 1)
    if (!isPropertyKey(key)) throw usageError(`'${key}' is not a property key; write --column ${column}:PROPERTY`)
    return { column, property: key }
  })
}
