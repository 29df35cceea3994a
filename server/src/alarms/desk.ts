import { groupOf, type Alarm, type AlarmEvent } from '@ioc/shared/alarm'
import { isActive } from '@ioc/shared/alarm-order'
import type { StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import type { Area, Station } from '@ioc/shared/station'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { Events } from '../events.js'
import type { AlarmJournal, AlarmQuery, Clock, ObservationStore } from '../ports.js'
import { acknowledge, end, returnToNormal, shelve, unshelve, type Turn } from './alarm-life.js'
import { matches, wantsEnded } from './alarm-query.js'
import { fillWindows } from './fill-windows.js'
import { createJournalWriter } from './journal-writer.js'
import { createOccurrences } from './occurrences.js'
import { createSilenceWatch } from './silence-watch.js'
import { createRuleWatch } from './rule-watch.js'
import { readRemembered } from './watch.js'
import { createSystemWatch, type SystemWatch } from './system-watch.js'
import type { Worst } from './worst.js'

export interface AlarmDesk {
  /** Goes on where the journal stopped, then looks at the newest values and starts the clock. Call once. */
  open(newest: readonly Observation[], lastHeard: ReadonlyMap<StationId, EpochMs>): Promise<void>
  /** Observations that became the newest of their datastream (and new values of indices), after their commit. */
  take(newest: readonly Observation[]): void
  /** From now on these, at once; `newest` are the newest observations, so that a new rule sees what stands. */
  setRules(rules: readonly Rule[], newest: Iterable<Observation>): void
  /** Something arrived from a station. */
  heard(station: StationId, at: EpochMs): void
  active(): Alarm[]
  /** Those and the shelved ones: all that a screen must know of. */
  ongoing(): Alarm[]
  worst(station: StationId): Worst | null
  /** Newest first. */
  list(query: AlarmQuery): Promise<Alarm[]>
  activeAsOf(at: EpochMs): Promise<Alarm[]>
  acknowledge(id: string, by: string, note: string | null): Promise<Alarm>
  shelve(id: string, by: string, until: EpochMs, reason: string): Promise<Alarm>
  unshelve(id: string, by: string): Promise<Alarm>
  comment(id: string, by: string, text: string): Promise<Alarm>
  eventsOf(id: string): Promise<AlarmEvent[]>
  /** A station was added, or its limits, interval or place may have changed. */
  stationChanged(id: StationId): void
  stationRemoved(id: StationId): void
  /** How it stands with the IOC itself. */
  setSystem: SystemWatch['set']
  /** Resolves once everything so far is in the journal. */
  settled(): Promise<void>
  close(): Promise<void>
}

interface AlarmDeskOptions {
  rules: readonly Rule[]
  stations: { get(id: StationId): Station | undefined; values(): Iterable<Station> }
  /** How places are called that a rule counts stations in. */
  areas?: readonly Area[]
  /** Past means of a datastream, for rules that look back; without it their windows begin empty. */
  buckets?: ObservationStore['buckets']
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
  const { stations, journal, clock, properties, events, onChange, areas = [], buckets } = options
  let { rules } = options
  const writer = createJournalWriter({ journal, clock, onDurable: onChange, events })
  const occurrences = createOccurrences({ writer, agencyAt: (id) => stations.get(id)?.agency || null })
  const values = createRuleWatch({ stations, areas, properties, occurrences, writer, onAbandoned })
  const silences = createSilenceWatch({ stations, occurrences, onStanding: values.stood, onAbandoned })
  let filling: Promise<void> | null = null
  const systems = createSystemWatch({ occurrences })
  let stopTicking: (() => void) | null = null

  function tick(): void {
    const now = clock.now()
    silences.tick(now)
    values.tick(now)
    systems.tick(now)
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
    if (buckets) filling = fillWindows({ watches: values.windows(), buckets, now, events })
  }

  async function recall(now: EpochMs): Promise<void> {
    writer.startAfter(await journal.lastSeq())
    for (const { key, state } of await journal.conditions()) {
      if (!values.recall(key, readRemembered(state!))) writer.remember(key, null)
    }
    const open = (await journal.open()).map((event) => event.alarm)
    occurrences.restore(open)
    for (const alarm of open) {
      if (values.adopt(alarm) || silences.adopt(alarm) || systems.adopt(alarm)) continue
      if (!isWatchable(alarm.station)) occurrences.turn(end(alarm, now), now)
      else if (alarm.clearedAt === null) occurrences.turn(returnToNormal(alarm, now), now)
    }
  }

  /** A group lives as long as its rule. */
  function isWatchable(id: StationId): boolean {
    return groupOf(id) !== null || stations.get(id) !== undefined
  }

  async function answer(id: string, by: string, text: string | null, turnOf: (alarm: Alarm) => Turn | null) {
    const alarm = occurrences.get(id) ?? (await ended(id))
    const turn = turnOf(alarm)
    if (!turn) throw coded('alarm.state', `alarm ${id} is ${alarm.state}`)
    occurrences.turn(turn, clock.now(), by, text)
    await writer.settled()
    return turn.alarm
  }

  async function ended(id: string): Promise<Alarm> {
    await writer.settled()
    const last = (await journal.events({ alarm: id })).at(-1)
    if (!last) throw coded('not-found', `there is no alarm ${id}`)
    return last.alarm
  }

  return {
    async open(newest, lastHeard) {
      const now = clock.now()
      silences.start(now)
      silences.setRules(rules, now)
      values.setRules(rules, now)
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
    setRules(next, newest) {
      const now = clock.now()
      rules = next
      silences.setRules(rules, now)
      values.setRules(rules, now)
      values.take(newest, now)
      fill(now)
    },
    heard: silences.heard,
    active: () => [...occurrences.all()].filter(isActive),
    ongoing: () => [...occurrences.all()].filter(({ state }) => state !== 'cleared'),
    worst: occurrences.worst,
    async list(query) {
      const found = new Map<string, Alarm>()
      if (wantsEnded(query)) {
        const unwritten = writer.unwritten()
        const raised = await journal.raised(query.from ?? 0, query.to ?? Infinity)
        for (const { alarm } of raised) found.set(alarm.id, alarm)
        for (const alarm of unwritten) found.set(alarm.id, alarm)
      }
      for (const alarm of occurrences.all()) found.set(alarm.id, alarm)
      const wanted = [...found.values()].filter((alarm) => matches(alarm, query, (id) => stations.get(id)))
      return wanted.sort((a, b) => b.raisedAt - a.raisedAt || (a.id < b.id ? -1 : 1))
    },
    async activeAsOf(at) {
      return (await journal.open(at)).map((event) => event.alarm).filter(isActive)
    },
    acknowledge: (id, by, note) => answer(id, by, note, (alarm) => acknowledge(alarm, { by, at: clock.now(), note })),
    async shelve(id, by, until, reason) {
      if (until <= clock.now()) {
        const faults = [{ at: 'until', message: 'must be in the future' }]
        throw coded('request.bad', 'the time to shelve until has passed', { faults })
      }
      return answer(id, by, reason, (alarm) => shelve(alarm, { by, until, reason }))
    },
    unshelve: (id, by) => answer(id, by, null, unshelve),
    comment: (id, by, text) => answer(id, by, text, (alarm) => ({ alarm, type: 'commented' })),
    async eventsOf(id) {
      const story = await journal.events({ alarm: id })
      if (story.length === 0) throw coded('not-found', `there is no alarm ${id}`)
      return story
    },
    stationChanged(id) {
      const now = clock.now()
      silences.stationChanged(id, now)
      values.stationChanged(id, now)
    },
    stationRemoved(id) {
      const now = clock.now()
      silences.stationRemoved(id)
      values.stationRemoved(id, now)
      for (const alarm of occurrences.at(id)) occurrences.turn(end(alarm, now), now, null, 'station removed')
    },
    setSystem: systems.set,
    async settled() {
      await filling
      await writer.settled()
    },
    async close() {
      stopTicking?.()
      await filling
      await writer.close()
    },
  }
}
