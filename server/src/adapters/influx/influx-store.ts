import { HOUR, MINUTE, SECOND, startOfLocalDay } from '@ioc/shared/time'
import type { Keep } from '@ioc/shared/retention'
import type { Events } from '../../events.js'
import type { Clock } from '../../ports/clock.js'
import type { ObservationStore } from '../../ports/observation-store.js'
import type { Database } from '../duckdb/database.js'
import { openDuckdbStore, type DuckdbStore } from '../duckdb/observation-store.js'
import { openSpool, type Spool } from '../duckdb/spool.js'
import type { InfluxAddress } from './address.js'
import { openInflux } from './client.js'
import { createCombinedReads } from './combined-reads.js'
import { createDrainer } from './drainer.js'
import { findPlaces } from './find-places.js'

/** A store that others than us keep, with a queue in front of it. */
export interface RemoteStore extends ObservationStore, Pick<DuckdbStore, 'keepUp' | 'storage'> {
  /** How many observations are on disk here and not yet there, and whether it took the last that it was given. */
  backlog(): { rows: number; away: boolean }
  /** Sends what waits, and lets go what need not be here any longer. */
  forward(): Promise<void>
}

interface InfluxStoreOptions {
  database: Database
  address: InfluxAddress
  token: string | null
  clock: Clock
  events: Events
  upkeepMs?: number
  keepOf?: (property: string) => Keep
}

/** What was measured in this time stays here too: the live state and the recent charts never ask the remote store. */
const HORIZON_MS = 48 * HOUR
const LET_GO_EVERY_MS = 7 * MINUTE
/** The most that go in one piece: commits wait meanwhile. */
const LET_GO_ROWS = 100_000
/** A commit with late data waits no longer than this for the remote store. */
const CLASSIFY_MS = 2 * SECOND

/**
 * InfluxDB as the store of a province that already runs it, with the embedded database in front.
 *
 * A commit is what it is without InfluxDB, plus a queue in the same transaction; so an acknowledgement never depends on
 * another server. The embedded database keeps two days of observations, the history of corrections, the ledger and
 * what was rejected; everything else is InfluxDB's.
 *
 * Late data that may replace something there is compared with it before the commit. While InfluxDB is away it is taken
 * as stored, and compared when it is sent: then the value that it replaces gets into the history of corrections, but the
 * ledger goes on calling it stored.
 */
export async function openInfluxStore(options: InfluxStoreOptions): Promise<RemoteStore> {
  const { database, address, token, clock, events, upkeepMs, keepOf } = options
  const influx = openInflux({ address, token })
  let spool!: Spool
  const front = await openDuckdbStore(database, clock, events, {
    ...(upkeepMs === undefined ? {} : { upkeepMs }),
    ...(keepOf === undefined ? {} : { keepOf }),
    async openQueue(datastreams) {
      spool = await openSpool(database, datastreams, {
        target: address.name,
        find: async (asked) =>
          drainer.away() ? { found: [], unknown: [...asked] } : await findPlaces(influx, asked, CLASSIFY_MS),
        onRows: events.spoolRows,
      })
      return spool
    },
  })
  const drainer = createDrainer({ spool, influx, clock, events })
  const reads = createCombinedReads({ front, forwarded: spool.forwarded, influx })
  let closed = false

  async function letGo(): Promise<void> {
    const before = startOfLocalDay(clock.now() - HORIZON_MS)
    let gone = LET_GO_ROWS
    while (gone === LET_GO_ROWS) {
      if (closed) return
      gone = await front.between(() => spool.forwarded.letGo(before, LET_GO_ROWS))
    }
  }

  const stopLettingGo = clock.every(LET_GO_EVERY_MS, () => {
    letGo().catch((cause) => events.warning(`observations that were sent stay here for now: ${String(cause)}`))
  })
  drainer.wake()

  return {
    ...front,
    ...reads,
    async commit(entry) {
      await front.commit(entry)
      drainer.wake()
    },
    backlog: () => ({ rows: spool.rows(), away: drainer.away() }),
    async forward() {
      await drainer.drain()
      await letGo()
    },
    async close() {
      closed = true
      stopLettingGo()
      await drainer.close()
      await front.close()
    },
  }
}
