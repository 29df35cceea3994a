import { DOUBLE, INTEGER, type DuckDBConnection } from '@duckdb/node-api'
import type { DatastreamId } from '@ioc/shared/ids'
import { DAY, type EpochMs } from '@ioc/shared/time'
import { appendColumns } from './appending.js'
import type { Database } from './database.js'
import type { Datastreams } from './datastreams.js'
import { inDatabase } from './raw.js'
import { inTransaction } from './transactions.js'

/** The first and the last time of observations that lie in the remote store alone, without a long gap between. */
export interface Reach {
  first: EpochMs
  last: EpochMs
}

/** So long without an observation begins another reach: nobody asks the remote store for years of nothing. */
const GAP_MS = 2 * DAY

/** What has left for the remote store, and how it leaves. */
export interface Forwarded {
  /** Whether the remote store has to be asked for a part of this range; `to` is exclusive. */
  holds(datastream: DatastreamId, from: EpochMs, to: EpochMs): boolean
  datastreams(): Iterable<DatastreamId>
  /** In order of time. */
  reaches(datastream: DatastreamId): readonly Reach[]
  /** Which windows hold observations that are here: their starts, in order. */
  windowsHere(query: WindowQuery): Promise<number[]>
  /** Lets at most `limit` observations go that are older and were sent; says how many went. No commit may be under way. */
  letGo(before: EpochMs, limit: number): Promise<number>
  close(): void
}

interface WindowQuery {
  datastreams: readonly DatastreamId[]
  from: EpochMs
  to: EpochMs
  windowMs: number
  /** What is added to a time before it is divided. */
  shiftMs: number
}

/**
 * Knows of each datastream the range of what has left. It grows before the rows go, so whoever looks here first and at
 * the range afterwards misses nothing.
 *
 * The newest observation of a datastream never leaves: the state of the province can be told without the remote store.
 */
export async function loadForwarded(database: Database, datastreams: Datastreams): Promise<Forwarded> {
  const connection = await database.connect()
  const reader = await database.connect()
  const reaches = new Map<DatastreamId, Reach[]>()
  const known = await connection.runAndReadAll('SELECT ds, first::DOUBLE, last::DOUBLE FROM forwarded')
  for (const [ds, first, last] of known.getRowsJS()) extend(Number(ds), { first: Number(first), last: Number(last) })

  function extend(n: number, more: Reach): void {
    const id = datastreams.byNumber(n)?.id
    if (id) reaches.set(id, joined([...(reaches.get(id) ?? []), more]))
  }

  return {
    datastreams: () => reaches.keys(),
    reaches: (datastream) => reaches.get(datastream) ?? [],
    holds: (datastream, from, to) =>
      (reaches.get(datastream) ?? []).some(({ first, last }) => first < to && last >= from),
    async windowsHere({ datastreams: ids, from, to, windowMs, shiftMs }) {
      const numbers = ids.flatMap((id) => datastreams.get(id)?.n ?? [])
      if (numbers.length === 0) return []
      const where = `ds IN (${numbers.join(',')}) AND time >= ${Math.ceil(from)} AND time < ${Math.ceil(to)}`
      const found = await reader.runAndReadAll(`
        SELECT DISTINCT ((time + ${shiftMs}) // ${windowMs} * ${windowMs} - ${shiftMs})::DOUBLE AS start
        FROM ${inDatabase(where)} ORDER BY start`)
      return found.getRowsJS().map(([start]) => Number(start))
    },
    async letGo(before, limit) {
      const leaving = await chooseLeaving(connection, datastreams, before, limit)
      if (leaving.length === 0) return 0
      for (const { n, reach } of leaving) extend(n, reach)
      const numbers = [...new Set(leaving.map(({ n }) => n))]
      const spans = numbers.flatMap((n) =>
        (reaches.get(datastreams.byNumber(n)?.id as DatastreamId) ?? []).map((reach) => ({ n, ...reach })),
      )
      await inTransaction(connection, async () => {
        await connection.run(`DELETE FROM forwarded WHERE ds IN (${numbers.join(',')})`)
        const columns = [spans.map(({ n }) => n), spans.map(({ first }) => first), spans.map(({ last }) => last)]
        await appendColumns(connection, 'forwarded', [INTEGER, DOUBLE, DOUBLE], columns)
        for (const table of ['observations', 'observations_hot']) {
          await connection.run(
            `DELETE FROM ${table} USING leaving l WHERE l.ds = ${table}.ds AND l.time = ${table}.time`,
          )
        }
      })
      return leaving.reduce((sum, { rows }) => sum + rows, 0)
    },
    close() {
      reader.closeSync()
      connection.closeSync()
    },
  }
}

function joined(reaches: Reach[]): Reach[] {
  const result: Reach[] = []
  for (const { first, last } of reaches.sort((a, b) => a.first - b.first)) {
    const before = result.at(-1)
    if (before && first - before.last <= GAP_MS) before.last = Math.max(before.last, last)
    else result.push({ first, last })
  }
  return result
}

/** Marks what may leave, in a table of this connection, and says of each datastream how much and from when to when. */
async function chooseLeaving(
  connection: DuckDBConnection,
  datastreams: Datastreams,
  before: EpochMs,
  limit: number,
): Promise<{ n: number; rows: number; reach: Reach }[]> {
  const found = await connection.runAndReadAll(`SELECT DISTINCT ds FROM ${inDatabase(`time < ${before}`)}`)
  const numbers = found.getRowsJS().map(([ds]) => Number(ds))
  await connection.run('CREATE OR REPLACE TEMP TABLE newest (ds INTEGER, time DOUBLE)')
  const newest = numbers.map((n) => datastreams.newest.at(n))
  await appendColumns(connection, 'newest', [INTEGER, DOUBLE], [numbers, newest])
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE leaving AS
    SELECT o.ds, o.time FROM ${inDatabase(`time < ${before}`)} o
    ANTI JOIN newest n ON n.ds = o.ds AND n.time::BIGINT = o.time
    ANTI JOIN (SELECT ds, time FROM spool WHERE time < ${before}) s ON s.ds = o.ds AND s.time = o.time
    ANTI JOIN spool_refused r ON r.ds = o.ds AND r.time = o.time
    LIMIT ${limit}`)
  const reader = await connection.runAndReadAll(
    `SELECT ds, count(*)::DOUBLE, min(time)::DOUBLE, max(time)::DOUBLE FROM leaving GROUP BY ds, time // ${GAP_MS}`,
  )
  return reader.getRowsJS().map(([ds, rows, first, last]) => ({
    n: Number(ds),
    rows: Number(rows),
    reach: { first: Number(first), last: Number(last) },
  }))
}
