import { BOOLEAN, DOUBLE, INTEGER, UTINYINT, type DuckDBConnection } from '@duckdb/node-api'
import type { DatastreamId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { Entry } from '../../ports/observation-store.js'
import { appendColumns } from './appending.js'
import { toColumns } from './columns.js'
import type { Database } from './database.js'
import type { Datastreams, Row } from './datastreams.js'
import { fromFlags, toFlags } from './flags.js'
import { loadForwarded, type Forwarded } from './forwarded.js'
import { queueEverything } from './queue-everything.js'
import { inTransaction } from './transactions.js'
import { appendObservations } from './write-entry.js'

/** An observation that is on disk here and not yet known to be in the remote store. */
export interface Spooled {
  /** Its place in the queue: numbers follow one another without a gap. */
  seq: number
  observation: Observation
  /** The remote store was away when it came, so that nobody knows yet what it replaces there. */
  unsure: boolean
}

/** The queue of a remote store, kept in the embedded database and written in the transaction of each commit. */
export interface Spool {
  rows(): number
  /** In the order in which they were committed. */
  head(limit: number): Promise<Spooled[]>
  /** Notes what turned out to be replaced by unsure ones, which are sure from then on. */
  settle(rows: readonly Spooled[], replaced: readonly Observation[]): Promise<void>
  /** Takes the first ones out of the queue; those that the remote store refused stay here for good. */
  remove(rows: readonly Spooled[], refused: readonly Spooled[]): Promise<void>
  forwarded: Forwarded
  /** What lies at these places in the remote store, as far as they are known to be there; by `number:time`. */
  recall(observations: readonly Observation[]): Promise<ReadonlyMap<string, number>>
  /** Writes, into an open transaction, what a correction is about to replace and lies here no longer. */
  bringBack(connection: DuckDBConnection, entry: Entry): Promise<void>
  append(connection: DuckDBConnection, entry: Entry): Promise<void>
  /** The transaction of the last `append` is on disk. */
  appended(): void
  close(): void
}

interface SpoolOptions {
  /** The remote store; a queue that was for another one begins anew, with everything that is here. */
  target: string
  /** Asks the remote store. */
  find: (asked: readonly Observation[]) => Promise<{ found: Observation[]; unknown: Observation[] }>
  onRows: (rows: number) => void
}

export async function openSpool(
  database: Database,
  datastreams: Datastreams,
  { target, find, onRows }: SpoolOptions,
): Promise<Spool> {
  const connection = await database.connect()
  const change = (work: () => Promise<void>) => database.write(() => inTransaction(connection, work))
  await change(() => queueEverything(connection, database.dataDir, target))
  const forwarded = await loadForwarded(database, datastreams)
  const ends = await connection.runAndReadAll('SELECT min(seq)::DOUBLE, max(seq)::DOUBLE FROM spool')
  const [lowest, highest] = ends.getRowsJS()[0] ?? []
  let next = Number(highest ?? 0) + 1
  let first = Number(lowest ?? next)
  let appending = 0
  let recalled = new Map<string, Observation>()
  const unsure = new WeakSet<Observation>()
  const rows = () => next - first
  onRows(rows())

  const place = ({ datastream, at }: Pick<Observation, 'datastream' | 'at'>): string =>
    `${numberOf(datastreams, datastream)}:${at}`

  return {
    rows,
    forwarded,
    async head(limit) {
      const reader = await connection.runAndReadAll(`
        SELECT seq::DOUBLE, ds, time::DOUBLE, value, flags, received::DOUBLE, unsure FROM spool
        WHERE seq >= ${first} AND seq < ${Math.min(next, first + limit)} ORDER BY seq`)
      // Nobody else writes here; should numbers be missing all the same, the queue must not stand still.
      if (reader.currentRowCount === 0) first = Math.min(next, first + limit)
      return reader.getRowsJS().map(([seq, ds, at, value, flags, received, unsure]) => {
        const { id: datastream, station, property } = datastreams.byNumber(Number(ds)) as Row
        const [time, quality] = [{ at: at as EpochMs }, fromFlags(Number(flags))]
        const rest = { value: Number(value), receivedAt: Number(received) }
        const observation = { datastream, station, property, ...time, ...rest, ...quality }
        return { seq: Number(seq), unsure: Boolean(unsure), observation }
      })
    },
    async settle(rows, replaced) {
      const before = new Map(replaced.map((observation) => [place(observation), observation]))
      const changed = rows.filter(({ unsure, observation }) => {
        const old = before.get(place(observation))
        return unsure && old !== undefined && old.value !== observation.value
      })
      const olds = changed.map(({ observation }) => before.get(place(observation)) as Observation)
      await change(async () => {
        await appendColumns(
          connection,
          'corrections',
          [INTEGER, DOUBLE, DOUBLE, UTINYINT, DOUBLE, DOUBLE],
          [
            olds.map(({ datastream }) => numberOf(datastreams, datastream)),
            olds.map(({ at }) => at),
            olds.map(({ value }) => value),
            olds.map(toFlags),
            olds.map(({ receivedAt }) => receivedAt),
            changed.map(({ observation }) => observation.receivedAt),
          ],
        )
        await connection.run(`UPDATE spool SET unsure = false WHERE unsure AND seq <= ${rows.at(-1)?.seq ?? 0}`)
      })
    },
    async remove(rows, refused) {
      const last = rows.at(-1)?.seq ?? first - 1
      await change(async () => {
        const numbers = refused.map(({ observation }) => numberOf(datastreams, observation.datastream))
        const times = refused.map(({ observation }) => observation.at)
        await appendColumns(connection, 'spool_refused', [INTEGER, DOUBLE], [numbers, times])
        await connection.run(`DELETE FROM spool WHERE seq <= ${last}`)
      })
      first = last + 1
      onRows(next - first)
    },
    async recall(observations) {
      recalled = new Map()
      const asked = observations.filter(({ datastream, at }) => forwarded.holds(datastream, at, at + 1))
      if (asked.length === 0) return new Map()
      const { found, unknown } = await find(asked)
      for (const observation of unknown) unsure.add(observation)
      for (const observation of found) recalled.set(place(observation), observation)
      return new Map([...recalled].map(([at, { value }]) => [at, value]))
    },
    async bringBack(writer, { observations, outcomes }) {
      if (recalled.size === 0) return
      const corrected = new Set(observations.filter((_, index) => outcomes[index] === 'corrected').map(place))
      const olds = [...recalled].flatMap(([at, old]) => (corrected.has(at) ? [old] : []))
      await appendObservations(writer, 'observations_hot', toColumns(datastreams, olds))
    },
    async append(writer, { observations, outcomes }) {
      const added = observations.filter((_, index) => outcomes[index] !== 'duplicate')
      await appendColumns(
        writer,
        'spool',
        [DOUBLE, INTEGER, DOUBLE, DOUBLE, UTINYINT, DOUBLE, BOOLEAN],
        [
          Float64Array.from(added, (_, index) => next + index),
          Int32Array.from(added, ({ datastream }) => numberOf(datastreams, datastream)),
          Float64Array.from(added, ({ at }) => at),
          Float64Array.from(added, ({ value }) => value),
          Uint8Array.from(added, toFlags),
          Float64Array.from(added, ({ receivedAt }) => receivedAt),
          added.map((observation) => unsure.has(observation)),
        ],
      )
      appending = added.length
    },
    appended() {
      next += appending
      appending = 0
      recalled = new Map()
      onRows(next - first)
    },
    close() {
      forwarded.close()
      connection.closeSync()
    },
  }
}

function numberOf(datastreams: Datastreams, id: DatastreamId): number {
  return (datastreams.get(id) as Row).n
}
