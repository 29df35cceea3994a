import { DOUBLE, INTEGER, type DuckDBConnection } from '@duckdb/node-api'
import type { Observation, Outcome } from '@ioc/shared/observation'
import { appendColumns } from './appending.js'
import { archivedMonths } from './archive-months.js'
import type { Columns } from './columns.js'
import type { Datastreams } from './datastreams.js'
import { everywhere } from './raw.js'

/** The values at the places of these observations that lie elsewhere, by `number:time`. */
type Recall = (observations: readonly Observation[]) => Promise<ReadonlyMap<string, number>>

interface ClassifyOptions {
  connection: DuckDBConnection
  dataDir: string
  datastreams: Datastreams
  recall: Recall | undefined
}

/**
 * Says of each observation whether it is new, known, or corrects a known one; in order, so that two of the same batch
 * see each other. `columns` are those of the observations.
 *
 * Whatever is newer than its datastream's newest is new without a look at the disk: that is all but late data. For the
 * rest one query asks for exactly those datastreams and that range of time.
 */
export async function classify(
  { connection, dataDir, datastreams, recall }: ClassifyOptions,
  observations: readonly Observation[],
  columns: Columns,
): Promise<Outcome[]> {
  const { ds, time, value } = columns
  const outcomes: Outcome[] = []
  const late = new Set<number>()
  const batch = datastreams.newest.beginBatch()
  for (let row = 0; row < ds.length; row++) {
    const n = ds[row]!
    const at = time[row]!
    const newestAt = batch.newestAt(n)
    if (at > newestAt) {
      outcomes.push('stored')
      batch.sees(n, at, value[row]!)
    } else if (at === newestAt && !late.has(n)) {
      const same = batch.newestValue(n) === value[row]
      outcomes.push(same ? 'duplicate' : 'corrected')
      if (!same) batch.sees(n, at, value[row]!)
    } else {
      outcomes.push('stored')
      late.add(n)
    }
  }
  if (late.size === 0) return outcomes

  // A datastream with late data is gone through again from its start, against all that was known before the batch.
  const rows: number[] = []
  for (let row = 0; row < ds.length; row++) if (late.has(ds[row]!)) rows.push(row)
  const placeOf = (row: number) => `${ds[row]!}:${time[row]!}`
  const known = await lookUp(connection, dataDir, columns, rows, late)
  if (recall) {
    const missing = rows.filter((row) => !known.has(placeOf(row))).map((row) => observations[row]!)
    for (const [place, value] of await recall(missing)) known.set(place, value)
  }
  for (const row of rows) {
    const place = placeOf(row)
    const before = known.get(place)
    outcomes[row] = before === undefined ? 'stored' : before === value[row] ? 'duplicate' : 'corrected'
    known.set(place, value[row]!)
  }
  return outcomes
}

async function lookUp(
  connection: DuckDBConnection,
  dataDir: string,
  { ds, time }: Columns,
  rows: readonly number[],
  late: ReadonlySet<number>,
): Promise<Map<string, number>> {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    from = Math.min(from, time[row]!)
    to = Math.max(to, time[row]!)
  }
  await connection.run('CREATE OR REPLACE TEMP TABLE asked (ds INTEGER, time DOUBLE)')
  const asked = [rows.map((row) => ds[row]!), rows.map((row) => time[row]!)]
  await appendColumns(connection, 'asked', [INTEGER, DOUBLE], asked)
  const only = late.size <= 200 ? `AND ds IN (${[...late].join(',')})` : ''
  const range = `time BETWEEN ${from} AND ${to} ${only}`
  const paths = (await archivedMonths(connection, dataDir, from, to + 1)).map(({ path }) => path)
  const reader = await connection.runAndReadAll(`
    SELECT o.ds, o.time::DOUBLE, o.value FROM ${everywhere(paths, range)} o
    SEMI JOIN asked a ON a.ds = o.ds AND a.time::BIGINT = o.time`)
  return new Map(reader.getRowsJS().map(([ds, at, value]) => [`${Number(ds)}:${Number(at)}`, Number(value)]))
}
