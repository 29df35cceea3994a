import type { Observation } from '@ioc/shared/observation'
import { DEFAULT_RETENTION, type Keep } from '@ioc/shared/retention'
import { createTurn } from '@ioc/shared/turn'
import { coded } from '../../errors.js'
import type { Events } from '../../events.js'
import type { Clock } from '../../ports/clock.js'
import type { BucketQuery, Entry, ObservationStore } from '../../ports/observation-store.js'
import type { StorageUse } from '../../ports/storage.js'
import { classify } from './classify.js'
import { toColumns, type Columns } from './columns.js'
import type { Database } from './database.js'
import { loadDatastreams, type Datastreams } from './datastreams.js'
import { createDirtyDays } from './dirty-days.js'
import { readForgotten } from './forget.js'
import { watchFreeSpace } from './free-space.js'
import {
  readLastRejection,
  readRejected,
  readRejectionIds,
  readRejections,
  readRejectionsById,
  readTallies,
  tidyLedger,
} from './ledger-tables.js'
import { createPairs, type Between } from './pairs.js'
import { leaveQueue } from './queue-everything.js'
import {
  readBuckets,
  readBucketsByStation,
  readEnvelopes,
  readTierBuckets,
  toEnvelopes,
  type TierBuckets,
} from './read-buckets.js'
import { readNewest } from './read-newest.js'
import { readCorrections, readCounts, streamReadings } from './read-observations.js'
import { readStorage } from './storage.js'
import type { Spool } from './spool.js'
import { inTransaction, keepTransactionOpen } from './transactions.js'
import { createUpkeep } from './upkeep.js'
import { writeEntry } from './write-entry.js'

/** How often closed days are looked for, and the ledger is summed up. */
const UPKEEP_MS = 10 * 60_000

interface StoreOptions {
  /** Where observations wait for a remote store; without one this store keeps them all. */
  openQueue?: (datastreams: Datastreams) => Promise<Spool>
  upkeepMs?: number
  keepOf?: (property: string) => Keep
}

export interface DuckdbStore extends ObservationStore {
  /** What the tiers alone know of these buckets, whatever has left for a remote store. */
  tierBuckets(query: BucketQuery): Promise<TierBuckets>
  storage(): Promise<StorageUse>
  /** Sorts closed days, computes their tiers, archives and forgets what is old; done now and then by itself. */
  keepUp(): Promise<void>
  /** Writes to tables of observations while no commit does. */
  between: Between
}

/**
 * The store that needs no other program: DuckDB in this process.
 *
 * Today's rows lie in order of arrival, which is what a commit is fast at; once a day has closed its rows are sorted
 * by datastream and time, which is what a chart is fast at. With a queue it is the front of a remote store: everything
 * that is committed is queued in the same transaction.
 */
export async function openDuckdbStore(
  database: Database,
  clock: Clock,
  events: Pick<Events, 'tidyFailed' | 'warning' | 'stored'>,
  { openQueue, upkeepMs = UPKEEP_MS, keepOf = () => DEFAULT_RETENTION }: StoreOptions = {},
): Promise<DuckdbStore> {
  const { dataDir } = database
  const writer = await database.connect()
  const reader = await database.connect()
  const tidier = await database.connect()
  await database.write(() => tidyLedger(writer))
  const transaction = await keepTransactionOpen(writer)
  const datastreams = await loadDatastreams(reader)
  const source = { connection: reader, dataDir, datastreams }
  const inTurn = createTurn()
  /** What one answer is made of belongs to one moment. */
  const snapshot = <T>(read: () => Promise<T>) => inTurn(() => inTransaction(reader, read))
  for (const observation of await snapshot(() => readNewest(source))) {
    datastreams.newest.saw(datastreams.take(observation), observation.at, observation.value)
  }
  const spool = openQueue && (await openQueue(datastreams))
  const elsewhere = spool ? null : await database.write(() => leaveQueue(reader))
  if (elsewhere) events.warning(`older observations are in ${elsewhere} and are not shown`)
  let lastRejection = await readLastRejection(reader)
  const rolled = await reader.runAndReadAll('SELECT rolled::DOUBLE FROM tier_state')
  const dirtyDays = createDirtyDays(datastreams, Number(rolled.getRowsJS()[0]?.[0]))
  for (const [property, before] of await readForgotten(reader)) dirtyDays.forgetBefore(property, before)
  const pairs = createPairs()
  const between: Between = (work) => pairs.between(() => database.write(async () => await work()))
  const upkeep = createUpkeep({
    connection: tidier,
    dataDir,
    clock,
    datastreams,
    dirtyDays,
    archives: !spool,
    keepOf,
    between,
    checkpoint: () => pairs.between(database.checkpoint),
  })
  let keeping: Promise<void> = Promise.resolve()
  const freeSpace = watchFreeSpace(database, clock)

  /** What was classified last, for the commit that follows. */
  let classified: { observations: readonly Observation[]; columns: Columns } | null = null

  async function write(entry: Entry, columns: Columns): Promise<void> {
    if (freeSpace.isShort()) throw coded('store.full', `less than the reserve is free in ${dataDir}`)
    const all = async () => {
      await spool?.bringBack(writer, entry)
      await writeEntry(writer, dataDir, datastreams, entry, columns, lastRejection + 1)
      await dirtyDays.mark(writer, columns, entry.outcomes)
      await spool?.append(writer, entry)
    }
    await database.write(() => transaction.commit(all))
  }

  function keepUp(): Promise<void> {
    keeping = keeping
      .then(upkeep.run)
      .then(async () => events.stored(await readStorage(database)))
      .catch((cause) => events.tidyFailed(cause))
    return keeping
  }
  const stopKeeping = clock.every(upkeepMs, () => void keepUp())

  return {
    async classify(observations) {
      await pairs.begin()
      const columns = toColumns(datastreams, observations)
      classified = { observations, columns }
      const from = { connection: writer, dataDir, datastreams, recall: spool?.recall }
      return transaction.within(() => classify(from, observations, columns))
    },
    async commit(entry) {
      await pairs.begin()
      const { observations, outcomes } = entry
      const columns =
        classified?.observations === observations ? classified.columns : toColumns(datastreams, observations)
      await write(entry, columns).finally(pairs.end)
      spool?.appended()
      lastRejection += entry.rejections.length
      datastreams.written()
      classified = null
      for (let row = 0; row < outcomes.length; row++) {
        if (outcomes[row] !== 'duplicate')
          datastreams.newest.saw(columns.ds[row]!, columns.time[row]!, columns.value[row]!)
      }
    },
    read: (datastream, from, to, known) => streamReadings(database, datastreams, datastream, from, to, known),
    buckets: (query) => snapshot(() => readBuckets(source, query)),
    bucketsByStation: (query) => snapshot(() => readBucketsByStation(source, query)),
    async *envelopes(query) {
      for (const chunk of await snapshot(() => readEnvelopes(source, query))) yield* toEnvelopes(chunk, datastreams)
    },
    tierBuckets: (query) => snapshot(() => readTierBuckets(source, query)),
    newest: (asOf) => snapshot(() => readNewest(source, asOf)),
    corrections: (datastream, from, to) => readCorrections(reader, datastreams, datastream, from, to),
    tallies: () => readTallies(reader),
    rejections: (query) => readRejections(reader, query),
    storage: () => readStorage(database),
    keepUp,
    between,
    rejectionIds: (choice) => readRejectionIds(reader, choice),
    rejected: (from, to) => readRejected(reader, from, to),
    rejectionsById: (ids) => readRejectionsById(reader, ids),
    counts: (from, everyMs) => readCounts(reader, datastreams, from, everyMs),
    async close() {
      stopKeeping()
      freeSpace.close()
      upkeep.close()
      // A pair that was begun and never ended must not hold what is under way.
      pairs.end()
      await keeping
      await pairs.between(() => undefined)
      spool?.close()
      for (const connection of [tidier, reader, writer]) connection.closeSync()
    },
  }
}
