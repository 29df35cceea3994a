import type { Alarm, AlarmEvent } from '@ioc/shared/alarm'
import { isActive } from '@ioc/shared/alarm-order'
import type { StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { Events } from '../events.js'
import type { AlarmJournal, AlarmQuery, Clock } from '../ports.js'
import { acknowledge, end, returnToNormal, shelve, unshelve, type Turn } from './alarm-life.js'
import { matches, wantsEnded } from './alarm-query.js'
import { createJournalWriter } from './journal-writer.js'
import { createOccurrences } from './occurrences.js'
import { createSilenceWatch } from './silence-watch.js'
import type { Remembered } from './stream.js'
import { createThresholdWatch } from './threshold-watch.js'
import type { Worst } from './worst.js'

export interface AlarmDesk {
  /** Goes on where the journal stopped, then looks at the newest values and starts the clock. Call once. */
  open(newest: readonly Observation[], lastHeard: ReadonlyMap<StationId, EpochMs>): Promise<void>
  /** Observations that became the newest of their datastream (and new values of indices), after their commit. */
  take(newest: readonly Observation[]): void
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
  /** Resolves once everything so far is in the journal. */
  settled(): Promise<void>
  close(): Promise<void>
}

interface AlarmDeskOptions {
  rules: readonly Rule[]
  stations: { get(id: StationId): Station | undefined }
  journal: AlarmJournal
  clock: Clock
  /** How values are written in messages. */
  properties: readonly ObservedProperty[]
  events: Pick<Events, 'alarmChanged' | 'journalFailed'>
  /** Alarms that changed, once that is durable; those that are over come a last time, as `cleared`. And by what events. */
  onChange: (alarms: Alarm[], events: readonly AlarmEvent[]) => void
}

/**
 * Where alarms are raised, followed, answered and remembered.
 *
 * It decides in memory and at once; every transition goes to the journal in order, and only what is durable is told.
 */
export function createAlarmDesk(options: AlarmDeskOptions): AlarmDesk {
  const { rules, stations, journal, clock, properties, events, onChange } = options
  const writer = createJournalWriter({ journal, clock, onDurable: onChange, events })
  const occurrences = createOccurrences({ writer, agencyAt: (id) => stations.get(id)?.agency || null })
  const thresholds = createThresholdWatch({ rules, stations, properties, occurrences, writer })
  const silences = createSilenceWatch({ rules, stations, occurrences })
  let stopTicking: (() => void) | null = null

  function tick(): void {
    const now = clock.now()
    thresholds.tick(now)
    silences.tick(now)
    occurrences.tick(now)
    writer.flush()
  }

  async function recall(now: EpochMs): Promise<void> {
    writer.startAfter(await journal.lastSeq())
    for (const { key, state } of await journal.conditions()) {
      if (!thresholds.recall(key, JSON.parse(state!) as Remembered)) writer.remember(key, null)
    }
    const open = (await journal.open()).map((event) => event.alarm)
    occurrences.restore(open)
    for (const alarm of open) {
      if (thresholds.adopt(alarm) || silences.adopt(alarm)) continue
      if (!stations.get(alarm.station)) occurrences.turn(end(alarm, now), now)
      else if (alarm.clearedAt === null) occurrences.turn(returnToNormal(alarm, now), now)
    }
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
      for (const [station, at] of lastHeard) silences.heard(station, at)
      await recall(now)
      thresholds.take(newest, now)
      stopTicking = clock.every(SECOND, tick)
      await writer.settled()
    },
    take(newest) {
      thresholds.take(newest, clock.now())
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
      thresholds.stationChanged(id, now)
      silences.stationChanged(id, now)
    },
    stationRemoved(id) {
      const now = clock.now()
      thresholds.stationRemoved(id)
      silences.stationRemoved(id)
      for (const alarm of occurrences.at(id)) occurrences.turn(end(alarm, now), now, null, 'station removed')
    },
    settled: writer.settled,
    async close() {
      stopTicking?.()
      await writer.close()
    },
  }
}
