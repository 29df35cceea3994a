import type { Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import { watches } from '@ioc/shared/limits'
import type { Rule, SilenceRule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import { fillMessage } from './message.js'
import type { Occurrences } from './occurrences.js'
import { isSilent, silenceLimitMs } from './silent.js'

export interface SilenceWatch {
  /** From now on silence counts: what was heard before the server was ready does not make anyone silent. */
  start(readyAt: EpochMs): void
  heard(station: StationId, at: EpochMs): void
  /** From now on these; a station stays silent under a rule that changed until the rule itself says otherwise. */
  setRules(rules: readonly Rule[], now: EpochMs): void
  tick(now: EpochMs): void
  /** Goes on with an open occurrence; false where no rule watches that any more. */
  adopt(alarm: Alarm): boolean
  stationChanged(id: StationId, now: EpochMs): void
  stationRemoved(id: StationId): void
}

interface Ear {
  station: Station
  heardAt: EpochMs
  watches: { rule: SilenceRule; limitMs: number; silent: boolean; alarm: string | null }[]
}

interface SilenceWatchOptions {
  stations: { get(id: StationId): Station | undefined }
  occurrences: Occurrences
  /** A rule begins to stand at a station or ceases to. */
  onStanding(rule: string, station: StationId, stands: boolean): void
  /** No rule watches for this any more. */
  onAbandoned(alarm: string, now: EpochMs): void
}

/** Steps the rules on silence. A station that was never heard has not gone silent: it is not watched yet. */
export function createSilenceWatch(options: SilenceWatchOptions): SilenceWatch {
  const { stations, occurrences, onStanding, onAbandoned } = options
  let silenceRules: SilenceRule[] = []
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
        limitMs: silenceLimitMs(rule, station.reportIntervalS),
        silent: false,
        alarm: null,
      })),
    }
    ears.set(id, ear)
    return ear
  }

  function step({ station, heardAt, watches: watching }: Ear, now: EpochMs): void {
    for (const watch of watching) {
      const { rule, limitMs, silent } = watch
      watch.silent = isSilent({ limitMs, heardAt, readyAt, silent }, now)
      if (watch.silent === silent) continue
      onStanding(rule.id, station.id, watch.silent)
      if (rule.quiet) continue
      if (silent) {
        occurrences.settle(watch.alarm, now)
        continue
      }
      const minutes = Math.round((now - heardAt) / MINUTE)
      const blanks = { station: station.name, value: null, limit: null, minutes, unit: '', decimals: 0 }
      const message = fillMessage(rule.message, blanks)
      const cause = { late: false, phenomenonTime: heardAt, value: null, limit: null, message }
      watch.alarm = occurrences.raise(watch.alarm, { rule, station: station.id, property: null }, cause, now)
    }
  }

  /** Listens anew with the rules and the station as they are, and hands over what was going on. */
  function listenAgain(id: StationId, now: EpochMs): void {
    const before = ears.get(id)
    if (!before) return
    ears.delete(id)
    const after = listen(id, before.heardAt)
    for (const { rule, silent, alarm } of before.watches) {
      const watch = after?.watches.find((candidate) => candidate.rule.id === rule.id)
      if (watch) Object.assign(watch, { silent, alarm })
      else abandon(id, rule, silent, alarm, now)
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
      silenceRules = rules.filter((rule) => rule.kind === 'silence')
      for (const id of [...ears.keys()]) listenAgain(id, now)
    },
    tick(now) {
      for (const ear of ears.values()) step(ear, now)
    },
    adopt(alarm) {
      if (alarm.property !== null) return false
      const ear = ears.get(alarm.station) ?? listen(alarm.station, alarm.phenomenonTime)
      const watch = ear?.watches.find(({ rule }) => rule.id === alarm.rule)
      if (!watch) return false
      watch.alarm = alarm.id
      watch.silent = alarm.clearedAt === null
      if (watch.silent) onStanding(alarm.rule, alarm.station, true)
      return true
    },
    stationChanged: listenAgain,
    stationRemoved(id) {
      for (const { rule, silent } of ears.get(id)?.watches ?? []) if (silent) onStanding(rule.id, id, false)
      ears.delete(id)
    },
  }
}
