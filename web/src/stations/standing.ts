import { SEVERITIES } from '@ioc/shared/alarm'
import { compareAlarms, isActive, needsLook } from '@ioc/shared/alarm-order'
import { groupBy } from '@ioc/shared/group-by'
import { isSilent } from '@ioc/shared/station'
import type { LatestStation, WireAlarm } from '@ioc/shared/wire'
import type { Row } from './row.js'

/** What a station is drawn and counted as. Worst first; `waiting`: nothing ever came from it. */
export const STANDINGS = [...SEVERITIES, 'silent', 'waiting', 'normal'] as const
export type Standing = (typeof STANDINGS)[number]

/** 0 is the worst. */
export function rankOf(standing: Standing): number {
  return STANDINGS.indexOf(standing)
}

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

/** How a station is drawn: by what has been measured, and by what is only foretold where nothing that is measured is wrong. */
export interface Look extends Stand {
  /** Nothing comes from it, or never did, whatever else is wrong with it. */
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
  const heard = heardOf(latest)
  const foretold = !isAhead && alarms.some((alarm) => alarm.early !== null && isActive(alarm))
  const all = standBy(alarms, heard)
  const so = foretold
    ? standBy(
        alarms.filter(({ early }) => early === null),
        heard,
      )
    : all
  return { ...(isQuiet(so.standing) ? all : so), silent: heard !== 'normal', so, foretold }
}

type Quiet = 'silent' | 'waiting' | 'normal'

/** How a station stands that nothing is wrong with. */
function heardOf(latest: LatestStation | undefined): Quiet {
  if ((latest?.reporting ?? 'never') === 'never') return 'waiting'
  return isSilent(latest?.reporting) ? 'silent' : 'normal'
}

/** Whether nothing is wrong there that is measured: drawn small and without a word. */
export function isQuiet(standing: Standing): standing is Quiet {
  return standing === 'silent' || standing === 'waiting' || standing === 'normal'
}

/** Whether it has fallen silent, whatever it is drawn as; of what is only expected: whether nothing is. */
export function isLost({ latest, look }: Pick<Row, 'latest' | 'look'>): boolean {
  return look.so.standing === 'silent' || isSilent(latest?.reporting)
}

function standBy(alarms: readonly WireAlarm[], heard: Quiet): Stand {
  const alarm = worst(heard === 'normal' ? alarms : alarms.filter(({ property }) => property !== null))
  if (alarm) return { standing: alarm.severity, phase: alarm.early ? 'expected' : (phaseOf(alarm) ?? 'held'), alarm }
  return { standing: heard, phase: 'held', alarm: worst(alarms) }
}

export function byStation<T extends { station: string }>(all: Iterable<T>): Map<string, T[]> {
  return groupBy(all, ({ station }) => station)
}
