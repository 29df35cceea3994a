import { startOfLocalDay } from '@ioc/shared/time'
import { coded } from '../../errors.js'
import type { Events } from '../../events.js'
import type { Clock, ObservationStore } from '../../ports.js'
import { classify } from './classify.js'
import type { Database } from './database.js'
import { loadDatastreams, type Datastreams, type Row } from './datastreams.js'
import { watchFreeSpace } from './free-space.js'
import { readRejections, readTallies, tidyLedger } from './ledger-tables.js'
import { leaveQueue } from './queue-everything.js'
import { readBuckets, readCorrections, readNewest, streamReadings } from './read-observations.js'
import type { Spool } from './spool.js'
import { inTransaction, keepTransactionOpen } from './transactions.js'
import { writeEntry } from './write-entry.js'

/** How often closed days are looked for, and the ledger is summed up. */
const TIDY_MS = 10 * 60_000

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
  events: Pick<Events, 'tidyFailed' | 'warning'>,
  openQueue?: (datastreams: Datastreams) => Promise<Spool>,
): Promise<ObservationStore> {
  const writer = await database.connect()
  const reader = await database.connect()
  const tidier = await database.connect()
  await tidyLedger(writer)
  const transaction = await keepTransactionOpen(writer)
  const datastreams = await loadDatastreams(reader)
  const spool = openQueue && (await openQueue(datastreams))
  const elsewhere = spool ? null : await leaveQueue(reader)
  if (elsewhere) events.warning(`older observations are in ${elsewhere} and are not shown`)
  const ids = await reader.runAndReadAll('SELECT coalesce(max(id), 0)::DOUBLE FROM rejections')
  let lastRejection = Number(ids.getRowsJS()[0]?.[0] ?? 0)
  let tidying: Promise<void> = Promise.resolve()
  const freeSpace = watchFreeSpace(database, clock)

  /** A conflict with a correction of the same rows undoes it as a whole; the next round tries again. */
  async function sortClosedDays(): Promise<void> {
    const closed = `time < ${startOfLocalDay(clock.now())}`
    const found = await tidier.runAndReadAll(`SELECT 1 FROM observations_hot WHERE ${closed} LIMIT 1`)
    if (found.currentRowCount === 0) return
    await inTransaction(tidier, async () => {
      await tidier.run(`INSERT INTO observations SELECT * FROM observations_hot WHERE ${closed} ORDER BY ds, time`)
      await tidier.run(`DELETE FROM observations_hot WHERE ${closed}`)
    })
  }

  function tidy(): Promise<void> {
    tidying = tidying
      .then(sortClosedDays)
      .then(() => tidyLedger(tidier))
      .catch((cause) => events.tidyFailed(cause))
    return tidying
  }
  const stopTidying = clock.every(TIDY_MS, () => void tidy())

  return {
    classify: (observations) => transaction.within(() => classify(writer, datastreams, observations, spool?.recall)),
    async commit(entry) {
      if (freeSpace.isShort()) throw coded('store.full', `less than the reserve is free in ${database.dataDir}`)
      await transaction.commit(async () => {
        await spool?.bringBack(writer, entry)
        await writeEntry(writer, datastreams, entry, lastRejection + 1)
        await spool?.append(writer, entry)
      })
      spool?.appended()
      lastRejection += entry.rejections.length
      datastreams.written()
      for (const [index, { datastream, at, value }] of entry.observations.entries()) {
        const row = datastreams.get(datastream) as Row
        if (entry.outcomes[index] === 'duplicate' || at < row.newestAt) continue
        row.newestAt = at
        row.newestValue = value
      }
    },
    read: (datastream, from, to) => streamReadings(database, datastreams, datastream, from, to),
    buckets: (query) => readBuckets(reader, datastreams, query),
    newest: (asOf) => readNewest(reader, datastreams, asOf),
    corrections: (datastream, from, to) => readCorrections(reader, datastreams, datastream, from, to),
    tallies: () => readTallies(reader),
    rejections: (query) => readRejections(reader, query),
    async close() {
      stopTidying()
      freeSpace.close()
      await tidying
      spool?.close()
      for (const connection of [tidier, reader, writer]) connection.closeSync()
    },
  }
}
