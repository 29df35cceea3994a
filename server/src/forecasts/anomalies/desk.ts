import type { AnomalyCause, Doubt, StandingDoubt } from '@ioc/shared/anomaly'
import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation, Quality } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import type { Events } from '../../events.js'
import type { Clock } from '../../ports/clock.js'
import { subjectOf } from '../plan.js'
import type { ReadHistory } from '../read-even.js'
import { judgeDoubt } from './judge-doubt.js'
import { provesFault } from './proves-fault.js'
import type { Suspicions } from './suspicions.js'
import { watchDatastream, type Anomaly } from './watch.js'
import type { Watched } from './watched.js'
import type { StandingAnomaly } from './wire-anomaly.js'

export interface AnomalyDesk {
  /** Begins to learn and to watch; call once. */
  open(): void
  /** What stands, of datastreams whose neighbours have been asked. */
  doubts(): Iterable<StandingAnomaly>
  close(): Promise<void>
}

export interface AnomalyDeskOptions {
  read: ReadHistory
  /** What is known of now: each datastream once, and indices. */
  newest: () => Iterable<Observation>
  stations: { get(id: StationId): Station | undefined }
  properties: ReadonlyMap<string, ObservedProperty>
  suspicions: Suspicions
  clock: Clock
  events: Pick<Events, 'anomalyFailed' | 'anomaliesStanding' | 'anomaliesUnlearned'>
  /** A datastream is doubted, is doubted for another reason or (null) is not doubted any more. */
  onDoubt: (station: StationId, property: PropertyKey, doubt: Doubt | null) => void
}

/** How much of its past a datastream is known by, and in what steps. */
const LEARNS_MS = 21 * DAY
const LEARNS_STEP_MS = 10 * MINUTE
/** Datastreams whose past is read in a second, and those that are looked at in one. */
const LEARNS_AT_ONCE = 20
const LOOKS_AT_ONCE = 2_000
/** A past that could not be read is tried again after this. */
const LEARNS_AGAIN_MS = MINUTE
/** Doubts whose neighbours are asked in a second: each asks all that measure the same. */
const JUDGES_AT_ONCE = 50
/** A datastream is looked at no more often. */
const ROUND_MS = MINUTE
/** An event takes so long to be seen by the neighbours. */
const JUDGED_AFTER_MS = 20 * MINUTE
/** A judgement only gives way to a surer one: who has seen the same does not take it back. */
const SURE: Record<AnomalyCause, number> = { unclear: 0, fault: 1, event: 2 }
/** Fits again: no odd value for so long, and the last hour no farther than this from what is usual. */
const OVER_MS = HOUR
const FAR = 4

/**
 * Watches every datastream for values that do not fit its past, beside the intake: once a minute it looks at the newest
 * value of each, a portion a second, so that an observation costs nothing and no look waits for another.
 *
 * What it knows of a datastream is in memory; after a start it is learned from the store again. Who was not believed
 * before the start is not believed until then, however often its past has to be tried.
 */
export function createAnomalyDesk(options: AnomalyDeskOptions): AnomalyDesk {
  const { read, newest, stations, properties, suspicions, clock, events, onDoubt } = options
  const watched = new Map<DatastreamId, Watched>()
  const ofProperty = new Map<PropertyKey, Set<Watched>>()
  const unlearned = new Set<Watched>()
  /** Who waits for its neighbours to be asked, longest first. */
  const asking = new Set<Watched>()
  let round: Iterator<Observation> | null = null
  let roundAt = -Infinity
  let learning: Promise<void> | null = null
  let stop: (() => void) | null = null

  function follow(station: Station, property: PropertyKey): Watched {
    const id = datastreamId(station.id, property)
    const doubt = suspicions.standing(id)?.doubt ?? null
    const each = {
      station,
      property,
      watch: watchDatastream(),
      learned: false,
      learnsAt: -Infinity,
      seenAt: NaN,
      anomaly: null,
      oddAt: NaN,
      doubt,
    }
    watched.set(id, each)
    if (doubt) onDoubt(station.id, property, doubt)
    const alike = ofProperty.get(property)
    if (alike) alike.add(each)
    else ofProperty.set(property, new Set([each]))
    unlearned.add(each)
    return each
  }

  async function learn(each: Watched): Promise<void> {
    const { station, property } = each
    const to = clock.now()
    const past = {
      station: station.id,
      property,
      from: Math.floor((to - LEARNS_MS) / LEARNS_STEP_MS) * LEARNS_STEP_MS,
      to,
      everyMs: LEARNS_STEP_MS,
      fn: 'last',
    } as const
    try {
      for await (const readings of read(past))
        for (const { at, value, quality } of readings) look(each, at, value, quality)
    } catch (cause) {
      events.anomalyFailed({ station: station.id, property }, cause)
      each.learnsAt = clock.now() + LEARNS_AGAIN_MS
      return
    }
    // Who has gone meanwhile is told nothing.
    if (!unlearned.delete(each)) return
    each.learned = true
    // A doubt from before a start ends where its reason is gone.
    if (!each.anomaly) endDoubt(each)
  }

  async function learnSome(): Promise<void> {
    let begun = 0
    for (const each of unlearned) {
      if (each.learnsAt > clock.now()) continue
      if (begun++ === LEARNS_AT_ONCE) return
      await learn(each)
    }
  }

  function look(each: Watched, at: EpochMs, value: number, quality: Quality): void {
    if (quality === 'calibrating' || quality === 'fault' || at <= each.seenAt) return
    const { min, max } = properties.get(each.property)!
    if (value < min || value > max) return
    const found = each.watch.look(at, value)
    each.seenAt = at
    if (each.watch.odd()) each.oddAt = at
    if (found && isNews(each.anomaly, found)) each.anomaly = { ...found, value }
    if (!found && each.anomaly && at - each.oddAt >= OVER_MS && Math.abs(each.watch.deviation()) < FAR) forgive(each)
  }

  function forgive(each: Watched): void {
    each.anomaly = null
    // One that was not judged may go on from before a start.
    if (each.learned) endDoubt(each)
  }

  function endDoubt(each: Watched): void {
    const { station, property } = each
    each.doubt = null
    suspicions.end(datastreamId(station.id, property), clock.now())
    onDoubt(station.id, property, null)
  }

  function judgeSome(now: EpochMs): void {
    let judged = 0
    for (const each of asking) {
      if (judged++ === JUDGES_AT_ONCE) return
      asking.delete(each)
      if (asks(each, now)) judge(each, now)
    }
  }

  /** Tells a doubt, or one that is surer than the last. */
  function judge(each: Watched, now: EpochMs): void {
    const { station, property, doubt } = each
    const { at, kind, value, why, score } = each.anomaly!
    const { cause, neighbours } = judgeDoubt(each, ofProperty.get(property)!)
    if (doubt?.kind === kind && SURE[cause] <= SURE[doubt.cause]) return
    each.doubt = { at, value, kind, cause, why, score, neighbours }
    believeOrNot(each, each.doubt, now)
    onDoubt(station.id, property, each.doubt)
  }

  function believeOrNot(each: Watched, doubt: StandingDoubt, now: EpochMs): void {
    const { station, property } = each
    if (provesFault(station, doubt) && goesOn(each, doubt)) suspicions.begin(station.id, property, doubt, now)
    else suspicions.end(datastreamId(station.id, property), now)
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
    const known = properties.get(property)
    if (!known || !subjectOf(property, known)) return
    const station = stations.get(id)
    if (!station) return
    const each = watched.get(datastream) ?? follow(station, property)
    each.station = station
    if (!each.learned) return
    look(each, at, value, quality)
    if (asks(each, now)) asking.add(each)
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
      unlearned.delete(each)
      asking.delete(each)
      ofProperty.get(each.property)!.delete(each)
    }
    suspicions.tidy(clock.now())
    events.anomaliesStanding(standing)
  }

  return {
    open() {
      stop = clock.every(SECOND, () => {
        lookAtSome(clock.now())
        judgeSome(clock.now())
        events.anomaliesUnlearned(unlearned.size)
        if (unlearned.size > 0) learning ??= learnSome().finally(() => (learning = null))
      })
    },
    *doubts() {
      for (const [id, { station, property, doubt }] of watched) {
        if (doubt) yield { station: station.id, property, doubt, suspect: suspicions.standing(id) !== null }
      }
    },
    async close() {
      stop?.()
      unlearned.clear()
      await learning
      await suspicions.settled()
    },
  }
}

/** What was flagged first stands for what follows; but what stands still after a jump is stuck, whatever the jump was. */
function isNews(before: Anomaly | null, { kind }: Anomaly): boolean {
  return before === null || (kind === 'flatline' && before.kind !== 'flatline')
}

/** One wild value is over with the next: what came after it is not to be doubted for it. */
function goesOn({ watch, oddAt }: Watched, { kind, at }: StandingDoubt): boolean {
  return kind !== 'spike' || oddAt > at || Math.abs(watch.off()) >= FAR
}

/** Whether its neighbours had time to see the same, and may still change what is told of it. */
function asks({ anomaly, doubt }: Watched, now: EpochMs): boolean {
  if (anomaly === null || now - anomaly.at < JUDGED_AFTER_MS) return false
  return doubt?.cause !== 'event' || doubt.kind !== anomaly.kind
}
