import { groupId, type Alarm, type AlarmEventType } from '@ioc/shared/alarm'
import { isWorse } from '@ioc/shared/alarm-order'
import type { StationId } from '@ioc/shared/ids'
import type { Rule } from '@ioc/shared/rule'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { KnownStations } from '../ports/registry.js'
import { suppress } from './alarm-life.js'
import type { JournalWriter } from './journal-writer.js'
import type { Occurrences } from './occurrences.js'
import type { Places } from './places.js'

/** What a cause explained stays quiet for so long after its end: stations come back one by one. */
const INHIBITION_REST_MS = MINUTE
/** No rule can have such a name, so it is no condition's. */
const REMEMBERED = '~rest/'

export interface Inhibition {
  /** The alarm that explains this one now; null where none does. */
  causeOf(alarm: Alarm): string | null
  /**
   * An alarm has changed: puts aside what it explains, brings back what it explains no more, and what it explained a
   * rest after its end. One that grew worse or eased is itself looked at anew.
   */
  changed(alarm: Alarm, how: AlarmEventType, now: EpochMs): void
  /** Goes on with the alarms that were open and the rests that were running (false: not one of them). */
  restore(alarms: Iterable<Alarm>): void
  recall(key: string, state: string): boolean
  /** From now on these; what stands or rests goes on. */
  setRules(rules: readonly Rule[], now: EpochMs): void
  /** Looks at these alarms anew: their stations stand elsewhere, or nobody looked while the server was away. */
  review(alarms: Iterable<Alarm>, now: EpochMs): void
  tick(now: EpochMs): void
}

interface InhibitionOptions {
  stations: Pick<KnownStations, 'get'>
  places: Places
  occurrences: Pick<Occurrences, 'all' | 'get' | 'turn'>
  writer: Pick<JournalWriter, 'remember'>
}

interface Cause {
  alarm: Alarm
  /** Null while it stands; then the end of its rest. */
  until: EpochMs | null
}

/**
 * A cause inhibits its consequences: they are followed and listed under it, and announced by nobody.
 *
 * An alarm is explained by a standing one of a rule that its own rule names (`inhibitedBy`) at the same station, at its
 * gateway, area, or at what feeds it (the attribute `fedBy` names a station, and so on up); and, rule or no rule, by a
 * group alarm of its own rule that lists its station, or all stations of a smaller group. A group explains only the
 * stations that it lists. Nothing is ever
 * explained by what it explains itself, nor by what is milder: a phase that sags is no reason to be quiet about one that
 * is dead. Nor by what a person or a maintenance window has put aside: then nobody would hear of either. A group put
 * aside keeps its members, which are the same alarms once more. Silence explains no measured alarm by itself: a gauge
 * that the river took away is no reason to forget the river.
 */
export function createInhibition(options: InhibitionOptions): Inhibition {
  const { stations, places, occurrences, writer } = options
  let inhibitors = new Map<string, readonly string[]>()
  let named = new Set<string>()
  const causes = new Map<string, Cause>()
  const byPlace = new Map<string, Set<string>>()
  const resting = new Set<string>()

  function put(cause: Cause): void {
    drop(cause.alarm.id)
    causes.set(cause.alarm.id, cause)
    if (cause.until !== null) resting.add(cause.alarm.id)
    for (const place of reachOf(cause.alarm)) {
      const here = byPlace.get(place)
      if (here) here.add(cause.alarm.id)
      else byPlace.set(place, new Set([cause.alarm.id]))
    }
  }

  function drop(id: string): void {
    const cause = causes.get(id)
    if (!cause) return
    causes.delete(id)
    resting.delete(id)
    for (const place of reachOf(cause.alarm)) {
      const here = byPlace.get(place)
      here?.delete(id)
      if (here?.size === 0) byPlace.delete(place)
    }
  }

  function placesOf(alarm: Alarm): Set<string> {
    const around = new Set<string>([alarm.station, ...(alarm.stations ?? [])])
    for (let station = stations.get(alarm.station); station;) {
      const gateway = places.gatewayOf(station)
      if (gateway !== null) around.add(groupId('gateway', gateway))
      for (const area of places.areasOf(station)) around.add(groupId('area', area))
      const feeder = station.attributes?.fedBy
      if (typeof feeder !== 'string' || around.has(feeder)) break
      around.add(feeder)
      station = stations.get(feeder as StationId)
    }
    return around
  }

  function explains(cause: Alarm, alarm: Alarm): boolean {
    if (cause.id === alarm.id || isWorse(alarm.severity, cause.severity)) return false
    const isOwnGroup = cause.rule === alarm.rule && cause.stations !== null && isWithin(alarm.stations, cause.stations)
    const isNamed = !isPutAside(cause) && inhibitors.get(alarm.rule)?.includes(cause.rule) === true
    return (isOwnGroup || isNamed) && !isBehind(cause, alarm)
  }

  /** Whether the cause is itself explained by the alarm, directly or not. */
  function isBehind(cause: Alarm, alarm: Alarm): boolean {
    const seen = new Set<string>()
    for (let by = suppressorOf(cause.id); by !== null && !seen.has(by); by = suppressorOf(by)) {
      if (by === alarm.id) return true
      seen.add(by)
    }
    return false
  }

  const suppressorOf = (id: string): string | null => occurrences.get(id)?.suppressedBy ?? null

  /** The one that explains it already, while that goes on; else the oldest. */
  function causeOf(alarm: Alarm): string | null {
    if (causes.size === 0) return null
    let found: Alarm | null = null
    for (const place of placesOf(alarm)) {
      for (const id of byPlace.get(place) ?? []) {
        const cause = causes.get(id)!.alarm
        if (!explains(cause, alarm)) continue
        if (id === alarm.suppressedBy) return id
        if (!found || cause.raisedAt < found.raisedAt || (cause.raisedAt === found.raisedAt && id < found.id))
          found = cause
      }
    }
    return found?.id ?? null
  }

  function review(alarms: Iterable<Alarm>, now: EpochMs): void {
    for (const { id } of Array.from(alarms)) {
      const alarm = occurrences.get(id)
      if (alarm) occurrences.turn(suppress(alarm, causeOf(alarm)), now)
    }
  }

  function reviewBehind(cause: Alarm, now: EpochMs): void {
    const concerned = [...occurrences.all()].filter(
      (alarm) => alarm.suppressedBy === cause.id || (alarm.suppressedBy === null && explains(cause, alarm)),
    )
    review(concerned, now)
  }

  function isCause({ stations: members, rule }: Alarm): boolean {
    return members !== null || named.has(rule)
  }

  function causeChanged(alarm: Alarm, now: EpochMs): void {
    const before = causes.get(alarm.id)
    if (alarm.clearedAt === null) {
      if (before && before.until !== null) writer.remember(REMEMBERED + alarm.id, null)
      put({ alarm, until: null })
      if (before?.until !== null || !explainsAlike(before.alarm, alarm)) reviewBehind(alarm, now)
    } else if (before?.until === null) {
      const until = now + INHIBITION_REST_MS
      put({ alarm, until })
      writer.remember(REMEMBERED + alarm.id, JSON.stringify({ alarm, until }))
    }
  }

  function restore(alarms: Iterable<Alarm>): void {
    for (const alarm of alarms) if (alarm.clearedAt === null && isCause(alarm)) put({ alarm, until: null })
  }

  return {
    causeOf,
    changed(alarm, how, now) {
      if (isCause(alarm)) causeChanged(alarm, now)
      if (how === 'worsened' || how === 'eased') review([alarm], now)
    },
    restore,
    setRules(rules, now) {
      inhibitors = new Map(rules.map((rule) => [rule.id, rule.inhibitedBy ?? []]))
      named = new Set([...inhibitors.values()].flat())
      restore(occurrences.all())
      review(occurrences.all(), now)
    },
    recall(key, state) {
      if (!key.startsWith(REMEMBERED)) return false
      put(JSON.parse(state) as Cause)
      return true
    },
    review,
    tick(now) {
      for (const id of resting) {
        const { alarm, until } = causes.get(id)!
        if (until === null || until > now) continue
        drop(id)
        writer.remember(REMEMBERED + id, null)
        reviewBehind(alarm, now)
      }
    },
  }
}

/** A station stands in the group as it was found there; a group, where all of it does and more. */
function isWithin(stations: readonly string[] | null, group: readonly string[]): boolean {
  if (stations === null) return true
  const all = new Set(group)
  return stations.length < all.size && stations.every((station) => all.has(station))
}

function isPutAside({ shelved, outOfService }: Alarm): boolean {
  return shelved !== null || outOfService !== null
}

function explainsAlike(before: Alarm, after: Alarm): boolean {
  return (
    before.stations === after.stations && before.severity === after.severity && isPutAside(before) === isPutAside(after)
  )
}

/** Where a cause explains anything at all. */
function reachOf({ station, stations }: Alarm): readonly string[] {
  return stations ?? [station]
}
