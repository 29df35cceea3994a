import type { Alarm, AlarmEventType } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Rule } from '@ioc/shared/rule'
import type { EpochMs } from '@ioc/shared/time'
import { dated, derive, returnToNormal, stand, unshelve, type Aside, type Cause, type Turn } from './alarm-life.js'
import type { JournalWriter } from './journal-writer.js'
import { worstOf, type Worst } from './worst.js'

/** What a rule's condition is about. */
export interface Subject {
  rule: Pick<Rule, 'id' | 'latch' | 'agency'>
  /** A station, a group as `groupId` names it, or the IOC itself. */
  station: StationId
  property: Alarm['property']
}

/** What a watch knows of a condition that is true; `stations` and `early` are null where left out. */
export type Finding = Omit<Cause, Left> & Partial<Pick<Cause, Left>>

type Left = 'stations' | 'early'

export interface Occurrences {
  restore(alarms: readonly Alarm[]): void
  get(id: string | null): Alarm | undefined
  all(): Iterable<Alarm>
  at(station: StationId): readonly Alarm[]
  worst(station: StationId): Worst | null
  /**
   * The condition is true, and this is known of it. Begins an occurrence, or goes on with the one of this id where that
   * is not over: raised again if its condition had ended, worsened, eased or updated if it stands, nothing at all if
   * severity, limit and stations are as before. Answers the id to give next time.
   */
  raise(id: string | null, subject: Subject, finding: Finding, now: EpochMs): string
  /** The condition is not true any more. */
  settle(id: string | null, now: EpochMs): void
  turn(turn: Turn | null, now: EpochMs, by?: string | null, text?: string | null): void
  /** Brings back what was shelved until now. */
  tick(now: EpochMs): void
}

interface OccurrencesOptions {
  writer: Pick<JournalWriter, 'record'>
  /** Who has to act where the rule does not say. */
  agencyAt?: (station: StationId) => string | null
  /** What keeps an alarm that is being raised from being announced. */
  asideOf?: (alarm: Alarm, now: EpochMs) => Aside
  /** Called after each change. */
  onTurn?: (alarm: Alarm, how: AlarmEventType, now: EpochMs) => void
}

const NOT_ASIDE: Aside = { suppressedBy: null, outOfService: null }

/** The occurrences that are not over, each change of one written to the journal in the moment it happens. */
export function createOccurrences(options: OccurrencesOptions): Occurrences {
  const { writer, agencyAt = () => null, asideOf = () => NOT_ASIDE, onTurn } = options
  const open = new Map<string, Alarm>()
  const byStation = new Map<StationId, Map<string, Alarm>>()

  function keep(alarm: Alarm): void {
    const here = byStation.get(alarm.station) ?? new Map<string, Alarm>()
    if (alarm.state === 'cleared') {
      open.delete(alarm.id)
      here.delete(alarm.id)
    } else {
      open.set(alarm.id, alarm)
      here.set(alarm.id, alarm)
    }
    if (here.size > 0) byStation.set(alarm.station, here)
    else byStation.delete(alarm.station)
  }

  function turn(change: Turn | null, now: EpochMs, by: string | null = null, text: string | null = null): void {
    if (!change) return
    keep(change.alarm)
    writer.record({ at: now, type: change.type, by, text, alarm: change.alarm })
    onTurn?.(change.alarm, change.type, now)
  }

  function begin({ rule, station, property }: Subject, cause: Cause, now: EpochMs): Turn {
    const alarm: Alarm = {
      id: `${rule.id}.${station}.${property ?? '-'}.${now.toString(36)}`,
      rule: rule.id,
      station,
      property,
      state: 'unacknowledged',
      ...cause,
      raisedAt: now,
      clearedAt: null,
      ack: null,
      shelved: null,
      ...NOT_ASIDE,
      latch: rule.latch ?? false,
      agency: rule.agency ?? agencyAt(station),
    }
    return { alarm: derive({ ...alarm, ...asideOf(alarm, now) }), type: 'raised' }
  }

  const get = (id: string | null) => (id === null ? undefined : open.get(id))

  return {
    restore(alarms) {
      for (const alarm of alarms) keep(alarm)
    },
    get,
    all: () => open.values(),
    at: (station) => [...(byStation.get(station)?.values() ?? [])],
    worst(station) {
      const here = byStation.get(station)
      return here ? worstOf(here.values()) : null
    },
    raise(id, subject, finding, now) {
      const cause: Cause = { stations: null, early: null, ...finding }
      const before = get(id)
      const change = before
        ? dated(stand(before, cause, asideOf({ ...before, ...cause }, now)), before, now)
        : begin(subject, cause, now)
      turn(change, now)
      return change?.alarm.id ?? before!.id
    },
    settle(id, now) {
      const alarm = get(id)
      if (alarm) turn(returnToNormal(alarm, now), now)
    },
    turn,
    tick(now) {
      for (const alarm of open.values()) {
        if (alarm.shelved && alarm.shelved.until <= now) turn(unshelve(alarm), now)
      }
    },
  }
}
