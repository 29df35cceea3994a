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

interface Stand {
  standing: Standing
  phase: Phase
  /** The alarm that decides. */
  alarm: WireAlarm | null
}

/** How a station is drawn. */
export interface Look extends Stand {
  /** Nothing comes from it, whatever else is wrong with it. */
  silent: boolean
  /** How it stands by what has been measured: what it is counted as, and what its commune is coloured by. */
  so: Stand
  /** There is an early warning of it. */
  foretold: boolean
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

/** Whether what an alarm says is so, and what is measured may be drawn as it: not over, not put aside, not only foretold. */
export function isSo(alarm: WireAlarm): boolean {
  return alarm.early === null && isActive(alarm) && phaseOf(alarm) !== 'returned'
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
 * How a station stands now; `isAhead`: at a moment to come, of which nothing but what is expected can be told.
 *
 * A station that is only silent is a dashed ring; one that fell silent while something was wrong keeps the shape of
 * what was wrong, for the river did not go down because its gauge did.
 */
export function standingOf(
  latest: LatestStation | undefined,
  alarms: readonly WireAlarm[],
  { isAhead = false }: { isAhead?: boolean } = {},
): Look {
  const silent = isSilent(latest?.reporting)
  const foretold = !isAhead && alarms.some((alarm) => alarm.early !== null && isActive(alarm))
  const all = standBy(alarms, silent)
  const so = foretold
    ? standBy(
        alarms.filter(({ early }) => early === null),
        silent,
      )
    : all
  return { ...all, silent, so, foretold }
}

function standBy(alarms: readonly WireAlarm[], silent: boolean): Stand {
  const alarm = worst(silent ? alarms.filter(({ property }) => property !== null) : alarms)
  if (alarm) return { standing: alarm.severity, phase: alarm.early ? 'expected' : (phaseOf(alarm) ?? 'held'), alarm }
  return { standing: silent ? 'silent' : 'normal', phase: 'held', alarm: worst(alarms) }
}

export function byStation<T extends { station: string }>(all: Iterable<T>): Map<string, T[]> {
  return groupBy(all, ({ station }) => station)
}
