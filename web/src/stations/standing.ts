import { SEVERITIES } from '@ioc/shared/alarm'
import { compareAlarms, isActive, needsLook } from '@ioc/shared/alarm-order'
import { groupBy } from '@ioc/shared/group-by'
import { isSilent } from '@ioc/shared/station'
import type { LatestStation, WireAlarm } from '@ioc/shared/wire'

/** What a station is drawn and counted as. Worst first. */
export const STANDINGS = [...SEVERITIES, 'silent', 'normal'] as const
export type Standing = (typeof STANDINGS)[number]

/**
 * `open`: nobody has it yet as it is now; `held`: acknowledged; `returned`: over, but nobody has seen it; `expected`: it
 * is not so, but forecast.
 */
export type Phase = 'open' | 'held' | 'returned' | 'expected'

/** Whether what an alarm says is so, and what is measured may be drawn as it: not over, and not only foretold. */
export function isSo(phase: Phase | null): boolean {
  return phase !== 'returned' && phase !== 'expected'
}

export interface Look {
  standing: Standing
  phase: Phase
  /** The alarm that decides the look. */
  alarm: WireAlarm | null
  /** Nothing comes from it, whatever else is wrong with it. */
  silent: boolean
}

/** What phase an alarm is drawn in; null where somebody has put it aside. */
export function phaseOf(alarm: WireAlarm): Phase | null {
  switch (alarm.state) {
    case 'unacknowledged':
      return 'open'
    case 'acknowledged':
      return needsLook(alarm) ? 'open' : 'held'
    case 'latched':
      return 'held'
    case 'returned':
      return 'returned'
    case 'shelved':
    case 'suppressed':
    case 'out_of_service':
    case 'cleared':
      return null
  }
}

/** The alarm that comes first of those that ask for attention. */
export function worst(alarms: readonly WireAlarm[]): WireAlarm | null {
  let found: WireAlarm | null = null
  for (const alarm of alarms) {
    if (isActive(alarm) && (found === null || compareAlarms(alarm, found) < 0)) found = alarm
  }
  return found
}

/**
 * How a station stands now.
 *
 * A station that is only silent is a dashed ring; one that fell silent while something was wrong keeps the shape of
 * what was wrong, for the river did not go down because its gauge did.
 */
export function standingOf(latest: LatestStation | undefined, alarms: readonly WireAlarm[]): Look {
  const silent = isSilent(latest?.reporting)
  const measured = silent ? alarms.filter((alarm) => alarm.property !== null) : alarms
  const alarm = worst(measured)
  if (alarm)
    return { standing: alarm.severity, phase: alarm.early ? 'expected' : (phaseOf(alarm) ?? 'held'), alarm, silent }
  return { standing: silent ? 'silent' : 'normal', phase: 'held', alarm: worst(alarms), silent }
}

export function byStation<T extends { station: string }>(all: Iterable<T>): Map<string, T[]> {
  return groupBy(all, ({ station }) => station)
}
