import type { Alarm, AlarmEventType } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Rule } from '@ioc/shared/rule'
import type { EpochMs } from '@ioc/shared/time'
import { raiseAgain, returnToNormal, unshelve, type Cause, type Turn } from './alarm-life.js'
import type { JournalWriter } from './journal-writer.js'
import { worstOf, type Worst } from './worst.js'

/** What a rule's condition is about. */
interface Subject {
  rule: Rule
  station: StationId
  property: Alarm['property']
}

export interface Occurrences {
  restore(alarms: readonly Alarm[]): void
  get(id: string | null): Alarm | undefined
  all(): Iterable<Alarm>
  at(station: StationId): readonly Alarm[]
  worst(station: StationId): Worst | null
  /** The condition is true: goes on with the occurrence of this id where it is not over, else begins one. */
  raise(id: string | null, subject: Subject, cause: Cause, now: EpochMs): string
  /** The condition is not true any more. */
  settle(id: string | null, now: EpochMs): void
  turn(turn: Turn, now: EpochMs, by?: string | null, text?: string | null): void
  /** Brings back what was shelved until now. */
  tick(now: EpochMs): void
}

/** The occurrences that are not over, each change of one written to the journal in the moment it happens. */
export function createOccurrences(writer: Pick<JournalWriter, 'record'>): Occurrences {
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

  function change(alarm: Alarm, type: AlarmEventType, at: EpochMs, by: string | null, text: string | null): void {
    keep(alarm)
    writer.record({ at, type, by, text, alarm })
  }

  function turn({ alarm, type }: Turn, now: EpochMs, by: string | null = null, text: string | null = null): void {
    change(alarm, type, now, by, text)
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
    raise(id, subject, cause, now) {
      const before = get(id)
      if (before) {
        turn(raiseAgain(before, cause), now)
        return before.id
      }
      const alarm = begin(subject, cause, now)
      change(alarm, 'raised', now, null, null)
      return alarm.id
    },
    settle(id, now) {
      const alarm = get(id)
      if (alarm && alarm.clearedAt === null) turn(returnToNormal(alarm, now), now)
    },
    turn,
    tick(now) {
      for (const alarm of open.values()) {
        if (!alarm.shelved || alarm.shelved.until > now) continue
        const back = unshelve(alarm)
        if (back) turn(back, now)
      }
    },
  }
}

/** The id is made of what the occurrence is about and when it began, so a replayed day gives the ids of that day. */
function begin({ rule, station, property }: Subject, cause: Cause, now: EpochMs): Alarm {
  return {
    id: `${rule.id}.${station}.${property ?? '-'}.${now.toString(36)}`,
    rule: rule.id,
    station,
    property,
    severity: rule.severity,
    state: 'unacknowledged',
    ...cause,
    raisedAt: now,
    clearedAt: null,
    ack: null,
    shelved: null,
  }
}
