import { setImmediate } from 'node:timers/promises'
import type { Alarm } from '@ioc/shared/alarm'
import { groupBy } from '@ioc/shared/group-by'
import type { StationId } from '@ioc/shared/ids'
import { createKept, type Kept } from '@ioc/shared/kept'
import type { Observation } from '@ioc/shared/observation'
import type { Station } from '@ioc/shared/station'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { LatestStation } from '@ioc/shared/wire'
import { worstOf } from '../alarms/worst.js'
import { indicesAsOf } from '../indices/as-of.js'
import { FUTURE_MS } from '../ingest/admit.js'
import { createLatest } from '../ingest/latest.js'
import { toLatestStation, type SuspicionOf } from '../ingest/latest-station.js'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore, PastMoment } from '../ports/observation-store.js'

/** Every station, by id. */
export type Snapshot = ReadonlyMap<string, LatestStation>

interface LatestAsOfOptions {
  store: Pick<ObservationStore, 'newest' | 'bucketsByStation'>
  stations: { list(): Station[] }
  alarms: { list(query: { at: EpochMs }): Promise<Alarm[]> }
  suspicionOf: SuspicionOf
  clock: Pick<Clock, 'now'>
}

/** Told in one go: a piece of this size holds nothing else up. */
const STATIONS_AT_ONCE = 1_000
/** The stations of all moments that are kept, about half a kilobyte each … */
const KEPT_STATIONS = 200_000
/** … which are at least so many moments, and at most. */
const [FEWEST, MOST] = [4, 60]
/** What had arrived may not have been committed yet. */
const SETTLED_MS = MINUTE

/**
 * Stations as they were at a moment: their newest values then, the indices they made, and the alarms of that moment.
 *
 * Whoever asks for the same moment shares one answer. One moment is put together at a time, in pieces, so that however
 * many are looking back, devices and screens of the present do not wait for it.
 */
export function createLatestAsOf({
  store,
  stations,
  alarms,
  suspicionOf,
  clock,
}: LatestAsOfOptions): Kept<PastMoment, Snapshot> {
  const inTurn = createTurn()

  async function tell({ at, known }: PastMoment): Promise<Snapshot> {
    // A device's clock may be ahead: what had arrived was shown, whatever time it bears.
    const arrived = { measured: at + FUTURE_MS, known: at }
    const newest = await store.newest(known === at ? arrived : { measured: at, known })
    const cameLate = newest.some(({ receivedAt }) => receivedAt > at)
    const heard = lastHeard(cameLate ? await store.newest(arrived) : newest)
    const alarmsOf = groupBy(await alarms.list({ at }), ({ station }) => station)
    const valuesOf = groupBy(newest, ({ station }) => station)
    const told = new Map<string, LatestStation>()
    const list = stations.list()
    for (let first = 0; first < list.length; first += STATIONS_AT_ONCE) {
      await setImmediate()
      const some = list.slice(first, first + STATIONS_AT_ONCE)
      const past = createLatest(
        some.flatMap(({ id }) => valuesOf.get(id) ?? []),
        0,
      )
      for (const { id } of some) {
        const then = past.get(id)
        // Of whom nobody had heard, what it measured says whether it was there.
        if (then) then.receivedAt = heard.get(id) ?? (known === undefined ? then.at : null)
      }
      past.sweep(some, at)
      for (const { id } of some) {
        const then = past.get(id)
        if (then) then.receivedAt = heard.get(id) ?? null
      }
      const indices = await indicesAsOf(store, some, (id) => valuesOf.get(id) ?? [], at)
      for (const { station, key, value } of indices) past.setIndex(station, key, value)
      for (const { id } of some)
        told.set(id, toLatestStation(id, past.get(id), worstOf(alarmsOf.get(id) ?? []), suspicionOf))
    }
    return told
  }

  return createKept({
    read: (moment) => inTurn(() => tell(moment)),
    keyOf: ({ at, known }) => `${at} ${known}`,
    most: () => Math.min(MOST, Math.max(FEWEST, Math.floor(KEPT_STATIONS / Math.max(1, stations.list().length)))),
    // Late data changes what was measured, and never what was known.
    stays: ({ known = Infinity }) => known <= clock.now() - SETTLED_MS,
  })
}

function lastHeard(observations: readonly Observation[]): Map<StationId, EpochMs> {
  const heard = new Map<StationId, EpochMs>()
  for (const { station, receivedAt } of observations) {
    heard.set(station, Math.max(heard.get(station) ?? 0, receivedAt))
  }
  return heard
}
