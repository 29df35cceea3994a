import type { AlarmEvent } from '@ioc/shared/alarm'
import { isWorse } from '@ioc/shared/alarm-order'
import type { TrialSummary, TriedAlarm } from '@ioc/shared/rule-trial'
import { DAY, MINUTE, SECOND, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import { quantile } from './quantile.js'

/**
 * So many alarms of one station within the window are one too many.
 *
 * EEMUA 191 counts three of the same alarm in one minute, which a rule with a hold of a minute never reaches and which
 * nobody could answer either; ten minutes is the period in which an operator can take one alarm up.
 */
export const CHATTER_COUNT = 3
export const CHATTER_MS = 10 * MINUTE

/** Gathers the events of one rule into alarms, each from its raising to its end. */
export function createTally(): { add(event: Omit<AlarmEvent, 'seq'>): void; alarms: TriedAlarm[] } {
  const alarms: TriedAlarm[] = []
  const open = new Map<string, TriedAlarm>()
  return {
    alarms,
    add({ at, type, alarm }) {
      const { id, station, severity, value } = alarm
      const standing = open.get(id)
      if (type === 'raised') {
        const tried = { station, raisedAt: at, clearedAt: null, worst: severity, value }
        open.set(id, tried)
        alarms.push(tried)
      } else if (standing && alarm.clearedAt !== null) {
        standing.clearedAt = at
        open.delete(id)
      } else if (standing && isWorse(severity, standing.worst)) Object.assign(standing, { worst: severity, value })
    },
  }
}

/** What an operator would have had of these alarms, in order of raising, over a range. */
export function summarise(alarms: readonly TriedAlarm[], from: EpochMs, to: EpochMs): TrialSummary {
  const durations = alarms.flatMap(({ raisedAt, clearedAt }) =>
    clearedAt === null ? [] : [(clearedAt - raisedAt) / SECOND],
  )
  return {
    alarms: alarms.length,
    stations: new Set(alarms.map(({ station }) => station)).size,
    perDay: Math.round((alarms.length / ((to - from) / DAY)) * 100) / 100,
    days: daysOf(alarms, from, to),
    chattering: chatteringOf(alarms),
    medianDurationS: quantile(durations, 0.5),
  }
}

function daysOf(alarms: readonly TriedAlarm[], from: EpochMs, to: EpochMs): number[] {
  const first = startOfLocalDay(from)
  const days = Array.from({ length: Math.ceil((to - first) / DAY) }, () => 0)
  for (const { raisedAt } of alarms) days[Math.floor((Math.min(raisedAt, to - 1) - first) / DAY)]! += 1
  return days
}

function chatteringOf(alarms: readonly TriedAlarm[]): string[] {
  const times = new Map<string, EpochMs[]>()
  for (const { station, raisedAt } of alarms) times.set(station, [...(times.get(station) ?? []), raisedAt])
  return [...times]
    .filter(([, raised]) =>
      raised.some((at, index) => index >= CHATTER_COUNT - 1 && at - raised[index - CHATTER_COUNT + 1]! <= CHATTER_MS),
    )
    .map(([station]) => station)
    .sort()
}
