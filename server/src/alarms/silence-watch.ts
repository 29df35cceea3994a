import { groupOf, type Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import { watches } from '@ioc/shared/limits'
import { isDuring } from '@ioc/shared/during'
import type { Rule, SilenceRule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import { fillMessage } from '@ioc/shared/message'
import { unitOf } from '@ioc/shared/properties'
import type { KnownStations } from '../ports/registry.js'
import type { Occurrences } from './occurrences.js'
import type { Places } from './places.js'
import { createSilenceGroups, type SilenceGroups } from './silence-groups.js'
import type { Listened } from './silent-together.js'
import { hasFallenSilent, silenceLimitMs } from './silent.js'

export interface SilenceWatch {
  /** From now on silence counts: what was heard before the server was ready does not make anyone silent. */
  start(readyAt: EpochMs): void
  heard(station: StationId, at: EpochMs): void
  /** From now on these; a station stays silent under a rule that changed until the rule itself says otherwise. */
  setRules(rules: readonly Rule[], now: EpochMs): void
  tick(now: EpochMs): void
  /** Goes on with an open occurrence; false where no rule watches that any more. */
  adopt(alarm: Alarm): boolean
  stationsChanged(ids: readonly StationId[], now: EpochMs): void
  stationsRemoved(ids: readonly StationId[]): void
}

interface Ear {
  station: Station
  heardAt: EpochMs
  watches: SilenceWatching[]
}

interface SilenceWatching extends Listened {
  rule: SilenceRule
  alarm: string | null
}

interface SilenceWatchOptions {
  stations: Pick<KnownStations, 'get'>
  places: Places
  occurrences: Occurrences
  /** A rule begins to stand at a station or ceases to. */
  onStanding(rule: string, station: StationId, stands: boolean): void
  /** No rule watches for this any more. */
  onAbandoned(alarm: string, now: EpochMs): void
}

/** Steps the rules on silence. A station that was never heard has not gone silent: it is not watched yet. */
export function createSilenceWatch(options: SilenceWatchOptions): SilenceWatch {
  const { stations, places, occurrences, onStanding, onAbandoned } = options
  let silenceRules: SilenceRule[] = []
  const groups = new Map<string, SilenceGroups>()
  const ears = new Map<StationId, Ear>()
  let readyAt = 0

  function listen(id: StationId, heardAt: EpochMs): Ear | null {
    const station = stations.get(id)
    if (!station) return null
    const watching = silenceRules.filter((rule) => watches(rule, station))
    const ear: Ear = {
      station,
      heardAt,
      watches: watching.map((rule) => ({
        rule,
        station: id,
        limitMs: silenceLimitMs(rule, station.reportIntervalS),
        silentSince: null,
        alarm: null,
      })),
    }
    ears.set(id, ear)
    for (const watch of ear.watches) groups.get(watch.rule.id)?.listen(station, watch)
    return ear
  }

  /** Whether its silence began or ended. While its rule sleeps nobody is silent. */
  function step(watch: SilenceWatching, heardAt: EpochMs, awake: boolean, now: EpochMs): boolean {
    const wasSilent = watch.silentSince !== null
    const silent = awake && hasFallenSilent({ limitMs: watch.limitMs, heardAt, readyAt, silent: wasSilent }, now)
    if (silent === wasSilent) return false
    watch.silentSince = silent ? Math.max(heardAt, readyAt) : null
    groups.get(watch.rule.id)?.changed(watch.station)
    onStanding(watch.rule.id, watch.station, silent)
    return !watch.rule.quiet
  }

  function announce({ station, heardAt }: Ear, watch: SilenceWatching, now: EpochMs): void {
    const { rule, alarm, silentSince } = watch
    if (silentSince === null) return occurrences.settle(alarm, now)
    const minutes = Math.round((now - heardAt) / MINUTE)
    const blanks = { station: station.name, value: null, limit: null, minutes, unit: unitOf(undefined), decimals: 0 }
    const message = fillMessage(rule.message, blanks)
    const { severity } = rule
    const finding = { late: false, phenomenonTime: heardAt, value: null, limit: null, message, severity }
    watch.alarm = occurrences.raise(alarm, { rule, station: station.id, property: null }, finding, now)
  }

  /** Listens anew with the rules and the station as they are, and hands over what was going on. */
  function listenAgain(id: StationId, now: EpochMs): void {
    const before = ears.get(id)
    if (!before) return
    stopListening(id)
    const after = listen(id, before.heardAt)
    for (const { rule, silentSince, alarm } of before.watches) {
      const watch = after?.watches.find((candidate) => candidate.rule.id === rule.id)
      if (watch) Object.assign(watch, { silentSince, alarm })
      else abandon(id, rule, silentSince !== null, alarm, now)
    }
  }

  function stopListening(id: StationId): void {
    for (const { rule } of ears.get(id)?.watches ?? []) groups.get(rule.id)?.forget(id)
    ears.delete(id)
  }

  /** The groups of a rule go on with it, as loud as it is; those of a rule that is gone end with it. */
  function setGroups(now: EpochMs): void {
    const loud = new Map(
      silenceRules.filter((rule) => !rule.quiet && rule.enabled !== false).map((rule) => [rule.id, rule]),
    )
    for (const [id, group] of groups) {
      if (loud.has(id)) continue
      for (const alarm of group.alarms()) onAbandoned(alarm, now)
      groups.delete(id)
    }
    for (const [id, rule] of loud) {
      const group = groups.get(id)
      if (group) group.setRule(rule)
      else groups.set(id, createSilenceGroups({ rule, places, occurrences }))
    }
  }

  function abandon(id: StationId, rule: SilenceRule, silent: boolean, alarm: string | null, now: EpochMs): void {
    if (silent) onStanding(rule.id, id, false)
    if (alarm !== null) onAbandoned(alarm, now)
  }

  return {
    start(at) {
      readyAt = at
    },
    heard(id, at) {
      const ear = ears.get(id)
      if (ear === undefined) listen(id, at)
      else if (at > ear.heardAt) ear.heardAt = at
    },
    setRules(rules, now) {
      const next = rules.filter((rule) => rule.kind === 'silence')
      if (JSON.stringify(next) === JSON.stringify(silenceRules)) return
      silenceRules = next
      setGroups(now)
      for (const id of Array.from(ears.keys())) listenAgain(id, now)
    },
    tick(now) {
      const turned: [Ear, SilenceWatching][] = []
      const awake = new Set(silenceRules.filter((rule) => isDuring(rule.during, now)))
      for (const ear of ears.values()) {
        for (const watch of ear.watches) {
          if (step(watch, ear.heardAt, awake.has(watch.rule), now)) turned.push([ear, watch])
        }
      }
      for (const group of groups.values()) group.tick(now)
      for (const [ear, watch] of turned) announce(ear, watch, now)
    },
    adopt(alarm) {
      if (alarm.property !== null) return false
      if (groupOf(alarm.station)) {
        const group = groups.get(alarm.rule)
        group?.adopt(alarm)
        return group !== undefined
      }
      const ear = ears.get(alarm.station) ?? listen(alarm.station, alarm.phenomenonTime)
      const watch = ear?.watches.find(({ rule }) => rule.id === alarm.rule)
      if (!watch) return false
      watch.alarm = alarm.id
      watch.silentSince = alarm.clearedAt === null ? alarm.phenomenonTime : null
      if (watch.silentSince !== null) onStanding(alarm.rule, alarm.station, true)
      return true
    },
    stationsChanged(ids, now) {
      for (const id of ids) listenAgain(id, now)
    },
    stationsRemoved(ids) {
      for (const id of ids) {
        for (const { rule, silentSince } of ears.get(id)?.watches ?? []) {
          if (silentSince !== null) onStanding(rule.id, id, false)
        }
        stopListening(id)
      }
    },
  }
}
