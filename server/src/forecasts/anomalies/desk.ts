import type { Doubt, StandingDoubt } from '@ioc/shared/anomaly'
import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation, Outcome } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import type { WireAnomalyCoverage } from '@ioc/shared/wire'
import type { Events } from '../../events.js'
import type { Clock } from '../../ports/clock.js'
import type { ObservationStore } from '../../ports/observation-store.js'
import type { KnownStations } from '../../ports/registry.js'
import { isUrgent, subjectOf } from '../plan.js'
import { attend } from './attend.js'
import { createLearning } from './learning.js'
import { createNeighbourhoods } from './neighbourhoods.js'
import { asks, renewDoubt } from './renew-doubt.js'
import { createSlices, type Elapsed } from './slices.js'
import type { Suspicions } from './suspicions.js'
import { createWatched, FAR, takeIn, type Watched } from './watched.js'
import type { StandingAnomaly } from './wire-anomaly.js'

export interface AnomalyDesk {
  /** Begins to learn and to watch; call once. */
  open(): void
  /** What a commit brought. */
  take(observations: readonly Observation[], outcomes: readonly Outcome[]): void
  /** What stands, of datastreams whose neighbours have been asked. */
  doubts(): Iterable<StandingAnomaly>
  /** How many datastreams are watched, and of how many too little is known yet. */
  coverage(): WireAnomalyCoverage
  close(): Promise<void>
}

export interface AnomalyDeskOptions {
  envelopes: ObservationStore['envelopes']
  /** What is known of now: each datastream once, and indices. */
  newest: () => Iterable<Observation>
  stations: Pick<KnownStations, 'get'>
  properties: ReadonlyMap<string, ObservedProperty>
  /** Whether somebody is told of what does not fit there. */
  isWatched: (station: Station, property: PropertyKey) => boolean
  suspicions: Suspicions
  /** Makes suspect what is stored of so long and is not believed any more. */
  requalify: (station: StationId, property: PropertyKey, from: EpochMs, to: EpochMs) => Promise<void>
  clock: Clock
  elapsed: Elapsed
  events: Pick<Events, 'anomalyFailed' | 'requalifyFailed' | 'anomaliesStanding' | 'anomaliesUnlearned'>
  /** A datastream is doubted, is doubted for another reason or (null) is not doubted any more. */
  onDoubt: (station: StationId, property: PropertyKey, doubt: Doubt | null) => void
}

/** Datastreams that are looked at in a second. */
const LOOKS_AT_ONCE = 2_000
/** So far back what is stored is made suspect: what a start finds wrong for weeks would hold up what comes now. */
const REQUALIFIED_MS = DAY
/** A datastream is looked at no more often. */
const ROUND_MS = MINUTE

/**
 * Watches every datastream for values that do not fit its past, beside the intake: an observation is only held against
 * the lowest and highest of its minute, and looked at with them (`takeIn`). Once a minute, a portion a second, what has
 * not been looked at is, and the neighbours are asked.
 *
 * What it knows of a datastream is in memory; after a start it is learned from the store again. Who was not believed
 * before the start is not believed until then, however often its past has to be tried.
 */
export function createAnomalyDesk(options: AnomalyDeskOptions): AnomalyDesk {
  const { envelopes, newest, stations, properties, isWatched, suspicions, requalify, clock, elapsed, events, onDoubt } =
    options
  const watched = new Map<DatastreamId, Watched>()
  const neighbourhoods = createNeighbourhoods<Watched>()
  /** Who waits for its neighbours to be asked, longest first. */
  const asking = new Set<Watched>()
  /** What is being read and corrected; the store is not closed beneath it. */
  const requalifying = new Set<Promise<void>>()
  let round: Iterator<Observation> | null = null
  let roundAt = -Infinity
  let stop: (() => void) | null = null

  const learning = createLearning({
    envelopes,
    // A flood must not find its gauges unknown; and who is doubted is to be believed again as soon as may be.
    urgent: [
      ({ property, doubt }) => doubt !== null || isUrgent(property.key),
      ({ station, property }) => isWatched(station, property.key),
    ],
    clock,
    elapsed,
    events,
    onLearned(each) {
      each.learned = true
      // A doubt from before a start ends where its reason is gone; one that was not judged may go on from then.
      each.over = false
      if (!each.anomaly) endDoubt(each)
    },
  })

  function follow(id: DatastreamId, station: Station, property: ObservedProperty): Watched {
    const doubt = suspicions.standing(id)?.doubt ?? null
    const each = createWatched(station, property, doubt)
    watched.set(id, each)
    if (doubt) onDoubt(station.id, property.key, doubt)
    neighbourhoods.put(each)
    learning.add(each)
    return each
  }

  /** Knows of all before any is learned, so that the urgent come first. */
  async function followAll(): Promise<void> {
    const slices = createSlices(elapsed)
    for (const { datastream, station, property } of newest()) {
      followed(datastream, station, property)
      if (slices.isOver()) await slices.pause()
    }
    events.anomaliesUnlearned(learning.left)
  }

  function endDoubt(each: Watched): void {
    const { station, property } = each
    each.doubt = null
    suspicions.end(datastreamId(station.id, property.key), clock.now())
    onDoubt(station.id, property.key, null)
  }

  function judgeSome(now: EpochMs): void {
    const slices = createSlices(elapsed)
    for (const each of asking) {
      if (slices.isOver()) return
      asking.delete(each)
      if (asks(each, now)) judge(each, now)
    }
  }

  /** Tells a doubt, or one that is surer than the last. */
  function judge(each: Watched, now: EpochMs): void {
    const { station, property } = each
    const doubt = renewDoubt(each, neighbourhoods.near)
    if (!doubt) return
    if (doubt.cause === 'fault') disbelieve(each, doubt, now)
    else suspicions.end(datastreamId(station.id, property.key), now)
    onDoubt(station.id, property.key, doubt)
  }

  /** What came before anybody could know is made suspect too. */
  function disbelieve(each: Watched, doubt: StandingDoubt, now: EpochMs): void {
    const { station, property } = each
    const to = overAt(each, doubt)
    suspicions.begin(station.id, property.key, doubt, to)
    const from = Math.max(doubt.at, now - REQUALIFIED_MS)
    const done = requalify(station.id, property.key, from, to ?? now + 1)
      .catch((cause: unknown) => events.requalifyFailed({ station: station.id, property: property.key }, cause))
      .finally(() => requalifying.delete(done))
    requalifying.add(done)
  }

  function lookAtSome(now: EpochMs): void {
    if (!round && now - roundAt >= ROUND_MS) {
      round = newest()[Symbol.iterator]()
      roundAt = now
    }
    for (let n = 0; round && n < LOOKS_AT_ONCE; n++) {
      const next = round.next()
      if (next.done) endRound()
      else takeNewest(next.value, now)
    }
  }

  function takeNewest({ datastream, station: id, property, at, value, quality }: Observation, now: EpochMs): void {
    const each = followed(datastream, id, property)
    if (!each?.learned) return
    takeIn(each, at, value, quality)
    if (attend(each, now, endDoubt)) asking.add(each)
  }

  /** Null where nothing is watched: it knows no such station, or no such course of values. */
  function followed(datastream: DatastreamId, id: StationId, key: PropertyKey): Watched | null {
    const station = stations.get(id)
    const property = properties.get(key)
    if (!station || !property || !subjectOf(key, property)) return null
    const each = watched.get(datastream) ?? follow(datastream, station, property)
    if (each.station !== station) {
      each.station = station
      neighbourhoods.put(each)
    }
    return each
  }

  /** A station that is gone is forgotten. */
  function endRound(): void {
    round = null
    let standing = 0
    for (const [id, each] of watched) {
      if (each.doubt) standing++
      if (stations.get(each.station.id)) continue
      suspicions.end(id, clock.now())
      watched.delete(id)
      learning.forget(each)
      asking.delete(each)
      neighbourhoods.remove(each)
    }
    suspicions.tidy(clock.now())
    events.anomaliesStanding(standing)
  }

  return {
    open() {
      const following = followAll()
      stop = clock.every(SECOND, () => {
        lookAtSome(clock.now())
        judgeSome(clock.now())
        void following.then(learning.wake)
        events.anomaliesUnlearned(learning.left)
      })
    },
    take(observations, outcomes) {
      for (let index = 0; index < observations.length; index++) {
        if (outcomes[index] === 'duplicate') continue
        const { datastream, at, value, quality } = observations[index] as Observation
        const each = watched.get(datastream)
        if (each?.learned) takeIn(each, at, value, quality)
      }
    },
    *doubts() {
      for (const [id, { station, property, doubt }] of watched) {
        if (doubt)
          yield { station: station.id, property: property.key, doubt, suspect: suspicions.standing(id) !== null }
      }
    },
    coverage() {
      let ready = 0
      for (const { learned, watch } of watched.values()) if (learned && watch.isReady()) ready++
      return { watched: ready, learning: watched.size - ready }
    },
    async close() {
      stop?.()
      await learning.close()
      await Promise.all(requalifying)
      await suspicions.settled()
    },
  }
}

/** One wild value is over with the next: what came after it is not to be doubted for it. Null: it goes on. */
function overAt({ watch, oddAt, fitsSince }: Watched, { kind, at }: StandingDoubt): EpochMs | null {
  if (kind !== 'spike' || oddAt > at || Math.abs(watch.off()) >= FAR) return null
  return Number.isNaN(fitsSince) ? at + 1 : fitsSince
}
