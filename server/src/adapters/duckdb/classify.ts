import { DOUBLE, INTEGER, type DuckDBConnection } from '@duckdb/node-api'
import type { Observation, Outcome } from '@ioc/shared/observation'
import { appendColumns } from './appending.js'
import { archivedMonths } from './archive-months.js'
import type { Datastreams, Row } from './datastreams.js'
import { everywhere } from './raw.js'

/** The values at the places of these observations that lie elsewhere, by `number:time`. */
type Recall = (observations: readonly Observation[]) => Promise<ReadonlyMap<string, number>>

/**
 * Says of each observation whether it is new, known, or corrects a known one; in order, so that two of the same batch
 * see each other.
 *
 * Whatever is newer than its datastream's newest is new without a look at the disk: that is all but late data. For the
 * rest one query asks for exactly those datastreams and that range of time.
 */
export async function classify(
  connection: DuckDBConnection,
  dataDir: string,
  datastreams: Datastreams,
  observations: readonly Observation[],
  recall?: Recall,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = Array.from({ length: observations.length })
  const newest = new Map<number, { at: number; value: number }>()
  const late: Observation[] = []
  const lateRows = new Set<number>()

  for (const [index, observation] of observations.entries()) {
    const row = datastreams.take(observation)
    const top = newest.get(row.n)
    const topAt = top?.at ?? row.newestAt
    if (observation.at > topAt) {
      outcomes[index] = 'stored'
      newest.set(row.n, { at: observation.at, value: observation.value })
    } else if (observation.at === topAt && !lateRows.has(row.n)) {
      const same = (top?.value ?? row.newestValue) === observation.value
      outcomes[index] = same ? 'duplicate' : 'corrected'
      if (!same) newest.set(row.n, { at: observation.at, value: observation.value })
    } else {
      late.push(observation)
      lateRows.add(row.n)
    }
  }
  if (late.length === 0) return outcomes

  // A datastream with late data is gone through again from its start, against all that was known before the batch.
  const known = await lookUp(connection, dataDir, datastreams, observations, lateRows)
  if (recall) {
    const missing = observations.filter(({ datastream, at }) => {
      const { n } = datastreams.get(datastream) as Row
      return lateRows.has(n) && !known.has(`${n}:${at}`)
    })
    for (const [place, value] of await recall(missing)) known.set(place, value)
  }
  for (const [index, { datastream, at, value }] of observations.entries()) {
    const row = datastreams.get(datastream) as Row
    if (!lateRows.has(row.n)) continue
    const place = `${row.n}:${at}`
    const before = known.get(place)
    outcomes[index] = before === undefined ? 'stored' : before === value ? 'duplicate' : 'corrected'
    known.set(place, value)
  }
  return outcomes
}

async function lookUp(
  connection: DuckDBConnection,
  dataDir: string,
  datastreams: Datastreams,
  observations: readonly Observation[],
  lateRows: ReadonlySet<number>,
): Promise<Map<string, number>> {
  const numbers: number[] = []
  const times: number[] = []
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const observation of observations) {
    const row = datastreams.get(observation.datastream) as Row
    if (!lateRows.has(row.n)) continue
    numbers.push(row.n)
    times.push(observation.at)
    from = Math.min(from, observation.at)
    to = Math.max(to, observation.at)
  }
  await connection.run('CREATE OR REPLACE TEMP TABLE asked (ds INTEGER, time DOUBLE)')
  await appendColumns(connection, 'asked', [INTEGER, DOUBLE], [numbers, times])
  const only = lateRows.size <= 200 ? `AND ds IN (${[...lateRows].join(',')})` : ''
  const range = `time BETWEEN ${from} AND ${to} ${only}`
  const paths = (await archivedMonths(connection, dataDir, from, to + 1)).map(({ path }) => path)
  const reader = await connection.runAndReadAll(`
    SELECT o.ds, o.time::DOUBLE, o.value FROM ${everywhere(paths, range)} o
    SEMI JOIN asked a ON a.ds = o.ds AND a.time::BIGINT = o.time`)
  return new Map(reader.getRowsJS().map(([ds, at, value]) => [`${Number(ds)}:${Number(at)}`, Number(value)]))
}
