import { SECOND } from '@ioc/shared/time'
import type { Events } from '../../events.js'
import type { Clock } from '../../ports/clock.js'
import type { Spool, Spooled } from '../duckdb/spool.js'
import type { Influx } from './client.js'
import { findPlaces } from './find-places.js'
import { toLine } from './line-protocol.js'

export interface Drainer {
  /** There is something to send. */
  wake(): void
  /** Sends what is there now; resolves when the queue is empty. */
  drain(): Promise<void>
  /** The remote store did not take the last thing it was given. */
  away(): boolean
  close(): Promise<void>
}

interface DrainerOptions {
  spool: Spool
  influx: Influx
  clock: Clock
  events: Pick<Events, 'spoolSent' | 'spoolWaits' | 'spoolRefused'>
}

/** The observations of one request. */
const BATCH = 5_000
/** So few that a refusal is taken for all of them, instead of looking for the one that is meant. */
const SMALLEST = 100
/** Waited for more to come, so that a calm hour is not one request a message. */
const LINGER_MS = SECOND
const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 5 * SECOND
const FIND_MS = 20 * SECOND

/**
 * Sends the queue to the remote store, oldest first and one request at a time, so that the order of each datastream is
 * kept; what was not answered with success stays at the head and is sent again.
 */
export function createDrainer({ spool, influx, clock, events }: DrainerOptions): Drainer {
  let running: Promise<void> | null = null
  let stopLingering: (() => void) | null = null
  let endPause: (() => void) | null = null
  let away = false
  let closed = false

  async function sendHead(): Promise<void> {
    const rows = await spool.head(BATCH)
    if (rows.length === 0) return
    await settleUnsure(rows)
    const refused = await send(lastOfEachPlace(rows))
    await spool.remove(rows, refused)
    events.spoolSent(rows.length - refused.length)
  }

  /** Before it is written over, what an unsure observation replaces goes into the history of corrections. */
  async function settleUnsure(rows: readonly Spooled[]): Promise<void> {
    const asked = rows.flatMap(({ unsure, observation }) => (unsure ? observation : []))
    if (asked.length === 0) return
    const { found, unknown } = await findPlaces(influx, asked, FIND_MS)
    if (unknown.length > 0) throw new Error(`${unknown.length} places could not be looked up`)
    await spool.settle(rows, found)
  }

  /** Answers with what was refused, as closely as is worth the requests. */
  async function send(rows: readonly Spooled[]): Promise<readonly Spooled[]> {
    const reason = await influx.write(rows.map(({ observation }) => toLine(observation)).join('\n'))
    if (reason === null) return []
    if (rows.length <= SMALLEST) {
      events.spoolRefused(rows.length, reason)
      return rows
    }
    const middle = Math.ceil(rows.length / 2)
    return [...(await send(rows.slice(0, middle))), ...(await send(rows.slice(middle)))]
  }

  async function run(): Promise<void> {
    let retryMs = FIRST_RETRY_MS
    while (spool.rows() > 0) {
      if (closed) return
      try {
        await sendHead()
        away = false
        retryMs = FIRST_RETRY_MS
      } catch (cause) {
        away = true
        if (closed) return
        events.spoolWaits(cause, spool.rows(), retryMs)
        await pause(retryMs)
        retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)
      }
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resume) => {
      const stop = clock.after(ms, resume)
      endPause = () => {
        stop()
        resume()
      }
    })
  }

  function drain(): Promise<void> {
    stopLingering?.()
    stopLingering = null
    running ??= run().finally(() => {
      running = null
    })
    return running
  }

  return {
    wake() {
      if (running || stopLingering || closed || spool.rows() === 0) return
      stopLingering = clock.after(LINGER_MS, () => void drain())
    },
    drain,
    away: () => away,
    async close() {
      closed = true
      stopLingering?.()
      influx.close()
      endPause?.()
      await running
    },
  }
}

/** One line a place: two of the same request are not kept in order by every version. */
function lastOfEachPlace(rows: readonly Spooled[]): Spooled[] {
  const places = new Map<string, Spooled>()
  for (const row of rows) {
    const place = `${row.observation.datastream}@${row.observation.at}`
    places.delete(place)
    places.set(place, row)
  }
  return [...places.values()]
}
