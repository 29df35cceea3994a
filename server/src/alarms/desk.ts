import type { Doubt } from '@ioc/shared/anomaly'
import { groupOf, type Alarm, type AlarmEvent } from '@ioc/shared/alarm'
import { isActive } from '@ioc/shared/alarm-order'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import { namesStation, type Rule } from '@ioc/shared/rule'
import type { Area } from '@ioc/shared/station'
import { DAY, SECOND, type EpochMs } from '@ioc/shared/time'
import type { Events } from '../events.js'
import type { AlarmJournal, AlarmQuery } from '../ports/alarm-journal.js'
import type { Clock } from '../ports/clock.js'
import type { Expectation } from '../ports/forecasts.js'
import type { ObservationStore } from '../ports/observation-store.js'
import type { KnownStations } from '../ports/registry.js'
import { end, returnToNormal } from './alarm-life.js'
import { matches, wantsEnded } from './alarm-query.js'
import { createAnswers, type Answers } from './answers.js'
import type { ReadExpectation } from './foresight.js'
import { fillWindows } from './fill-windows.js'
import { createInhibition } from './inhibition.js'
import { createJournalWriter } from './journal-writer.js'
import { createMaintenance, type Maintenance } from './maintenance.js'
import { createOccurrences } from './occurrences.js'
import { OWN_PLACES, type Places } from './places.js'
import { createSilenceWatch } from './silence-watch.js'
import { createRuleWatch } from './rule-watch.js'
import { readRemembered } from './watch.js'
import { createSystemWatch, type SystemWatch } from './system-watch.js'
import type { Worst } from './worst.js'

/** Alarms that are over are looked for so far back where nobody says from when: the journal may hold years. */
const ENDED_SINCE_MS = 30 * DAY

export interface AlarmDesk extends Answers {
  /** Goes on where the journal stopped, then looks at the newest values and starts the clock. Call once. */
  open(newest: readonly Observation[], lastHeard: ReadonlyMap<StationId, EpochMs>): Promise<void>
  /** Observations that became the newest of their datastream (and new values of indices), after their commit. */
  take(newest: readonly Observation[]): void
  /** Observations that came after a newer one: they move nothing by themselves and belong to sums and means all the same. */
  takeBehind(behind: readonly Observation[]): void
  /** What is expected of a datastream from now on, for early warnings. */
  foresee(station: StationId, property: PropertyKey, expectation: Expectation): void
  /** What does not fit about a datastream, or (null) that all does again. */
  doubt(station: StationId, property: PropertyKey, doubt: Doubt | null): void
  /** From now on these, at once; `newest` are the newest observations, so that a new rule sees what stands. */
  setRules(rules: readonly Rule[], newest: Iterable<Observation>): void
  /** Something arrived from a station. */
  heard(station: StationId, at: EpochMs): void
  active(): Alarm[]
  /** Those and what is put aside: all that a screen must know of. */
  ongoing(): Alarm[]
  worst(station: StationId): Worst | null
  /** Newest first; of those that are over only the ones raised in the last 30 days, unless the query says from when. */
  list(query: AlarmQuery): Promise<Alarm[]>
  maintenance: Maintenance
  /** Stations were added, or their limits, intervals or places may have changed. */
  stationsChanged(ids: readonly StationId[]): void
  stationsRemoved(ids: readonly StationId[]): void
  /** How it stands with the IOC itself. */
  setSystem: SystemWatch['set']
  /** Resolves once everything so far is in the journal. */
  settled(): Promise<void>
  close(): Promise<void>
}

interface AlarmDeskOptions {
  rules: readonly Rule[]
  stations: KnownStations
  /** How places are called that a rule counts stations in. */
  areas?: readonly Area[]
  /** Past means of a datastream, for rules that look back; without it their windows begin empty. */
  buckets?: ObservationStore['buckets']
  /** What is expected already, for a first rule on forecasts; without it, it waits for the next ones. */
  expectationOf?: ReadExpectation
  /** How stations hang together; left out: by what they say of themselves. */
  places?: Places
  journal: AlarmJournal
  clock: Clock
  /** How values are written in messages. */
  properties: readonly ObservedProperty[]
  events: Pick<Events, 'alarmChanged' | 'journalFailed' | 'warning'>
  /** Alarms that changed, once that is durable; those that are over come a last time, as `cleared`. And by what events. */
  onChange: (alarms: Alarm[], events: readonly AlarmEvent[]) => void
}

/**
 * Where alarms are raised, followed, answered and remembered.
 *
 * It decides in memory and at once; every transition goes to the journal in order, and only what is durable is told.
 */
export function createAlarmDesk(options: AlarmDeskOptions): AlarmDesk {
  const { stations, journal, clock, properties, events, onChange, areas = [], places = OWN_PLACES, buckets } = options
  const { expectationOf = () => null } = options
  let { rules } = options
  const writer = createJournalWriter({ journal, clock, onDurable: onChange, events })
  const occurrences = createOccurrences({
    writer,
    agencyAt: (id) => stations.get(id)?.agency || null,
    asideOf: (alarm) => ({ suppressedBy: inhibition.causeOf(alarm), outOfService: maintenance.windowOf(alarm) }),
    onTurn: (alarm, how, now) => inhibition.changed(alarm, how, now),
  })
  const inhibition = createInhibition({ stations, places, occurrences, writer })
  const maintenance = createMaintenance({ journal, clock, occurrences, stations, places })
  const answers = createAnswers({ stations, occurrences, writer, journal, clock })
  const values = createRuleWatch({ stations, areas, properties, occurrences, writer, expectationOf, onAbandoned })
  const silences = createSilenceWatch({ stations, places, occurrences, onStanding: values.stood, onAbandoned })
  const systems = createSystemWatch({ occurrences })
  const closing = new AbortController()
  let filling: Promise<void> | null = null
  let stopTicking: (() => void) | null = null

  function tick(): void {
    const now = clock.now()
    maintenance.tick(now)
    silences.tick(now)
    values.tick(now)
    systems.tick(now)
    inhibition.tick(now)
    occurrences.tick(now)
    writer.flush()
  }

  function onAbandoned(id: string, now: EpochMs): void {
    const alarm = occurrences.get(id)
    if (!alarm) return
    const rule = rules.find((candidate) => candidate.id === alarm.rule)
    if (rule && rule.enabled !== false) occurrences.settle(id, now)
    else occurrences.turn(end(alarm, now), now, null, rule ? 'rule disabled' : 'rule removed')
  }

  function fill(now: EpochMs): void {
    if (!buckets) return
    const { signal } = closing
    const more = fillWindows({ watches: values.windows(), buckets, now, signal, events })
    filling = Promise.all([filling, more]).then(() => undefined)
  }

  async function recall(now: EpochMs): Promise<void> {
    writer.startAfter(await journal.lastSeq())
    const open = (await journal.open()).map((event) => event.alarm)
    occurrences.restore(open)
    inhibition.restore(open)
    for (const { key, state } of await journal.conditions()) {
      if (inhibition.recall(key, state!) || values.recall(key, readRemembered(state!), now)) continue
      writer.remember(key, null)
    }
    for (const alarm of open) {
      if (values.adopt(alarm, now) || silences.adopt(alarm) || systems.adopt(alarm)) continue
      occurrences.turn(isWatchable(alarm.station) ? returnToNormal(alarm, now) : end(alarm, now), now)
    }
    inhibition.review(occurrences.all(), now)
    await maintenance.open(now)
  }

  function chosen(found: ReadonlyMap<string, Alarm>, query: AlarmQuery): Alarm[] {
    const wanted = [...found.values()].filter((alarm) => matches(alarm, query, (id) => stations.get(id)))
    return wanted.sort((a, b) => b.raisedAt - a.raisedAt || (a.id < b.id ? -1 : 1))
  }

  function warnOfNamed(removed: readonly StationId[]): void {
    for (const id of removed) {
      const naming = rules.filter((rule) => namesStation(rule, id)).map((rule) => rule.id)
      if (naming.length > 0) events.warning(`station ${id} was removed and is still named by: ${naming.join(', ')}`)
    }
  }

  /** A group lives as long as its rule. */
  function isWatchable(id: StationId): boolean {
    return groupOf(id) !== null || stations.get(id) !== undefined
  }

  return {
    ...answers,
    maintenance,
    async open(newest, lastHeard) {
      const now = clock.now()
      silences.start(now)
      silences.setRules(rules, now)
      values.setRules(rules, now)
      inhibition.setRules(rules, now)
      for (const [station, at] of lastHeard) silences.heard(station, at)
      await recall(now)
      values.take(newest, now)
      fill(now)
      stopTicking = clock.every(SECOND, tick)
      await writer.settled()
    },
    take(newest) {
      values.take(newest, clock.now())
    },
    takeBehind: values.takeBehind,
    foresee(station, property, expectation) {
      values.foresee(station, property, expectation, clock.now())
    },
    doubt(station, property, doubt) {
      values.doubt(station, property, doubt, clock.now())
    },
    setRules(next, newest) {
      const now = clock.now()
      rules = next
      silences.setRules(rules, now)
      values.setRules(rules, now)
      inhibition.setRules(rules, now)
      values.lookAgain(newest, now)
      fill(now)
    },
    heard: silences.heard,
    active: () => [...occurrences.all()].filter(isActive),
    ongoing: () => [...occurrences.all()],
    worst: occurrences.worst,
    async list(query) {
      const found = new Map<string, Alarm>()
      if (query.at !== undefined) {
        await writer.settled()
        for (const { alarm } of await journal.open(query.at)) found.set(alarm.id, alarm)
        return chosen(found, query)
      }
      if (wantsEnded(query)) {
        const unwritten = writer.unwritten()
        const { from, to = Infinity, since = clock.now() - ENDED_SINCE_MS } = query
        const isByStart = from !== undefined && query.since === undefined
        const last = await (isByStart ? journal.raised(from, to) : journal.touched(since))
        for (const { alarm } of last) found.set(alarm.id, alarm)
        for (const alarm of unwritten) found.set(alarm.id, alarm)
      }
      for (const alarm of occurrences.all()) found.set(alarm.id, alarm)
      return chosen(found, query)
    },
    stationsChanged(ids) {
      const now = clock.now()
      silences.stationsChanged(ids, now)
      values.stationsChanged(ids, now)
      inhibition.review(ids.flatMap(occurrences.at), now)
      maintenance.review(ids.flatMap(occurrences.at), now)
    },
    stationsRemoved(ids) {
      const now = clock.now()
      warnOfNamed(ids)
      silences.stationsRemoved(ids)
      values.stationsRemoved(ids, now)
      for (const alarm of ids.flatMap(occurrences.at)) {
        occurrences.turn(end(alarm, now), now, null, 'station removed')
      }
    },
    setSystem: systems.set,
    async settled() {
      await filling
      await writer.settled()
    },
    async close() {
      stopTicking?.()
      closing.abort()
      await filling
      await writer.close()
    },
  }
}
