import { SEVERITIES, type Acknowledgement, type Alarm, type AlarmState, type Severity } from './alarm.js'

/** What order needs of an alarm, as the server keeps it (epoch ms) or as it travels (ISO 8601 UTC). */
export type Ranked = Pick<Alarm, 'id' | 'severity' | 'state'> & {
  raisedAt: number | string
  ack: Pick<Acknowledgement, 'severity'> | null
  early?: { at: number | string } | null
}

/** The first is worse than the second. */
export function isWorse(a: Severity, b: Severity): boolean {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b)
}

/** Not over, and not put aside. */
export function isActive({ state }: Pick<Alarm, 'state'>): boolean {
  return PRESSING.includes(state)
}

/** Nobody has seen it as it is now: not acknowledged, or grown worse since. */
export function needsLook({ state, severity, ack }: Pick<Ranked, 'state' | 'severity' | 'ack'>): boolean {
  if (state === 'acknowledged') return ack !== null && isWorse(severity, ack.severity)
  return state === 'unacknowledged' || state === 'returned'
}

/**
 * The order of alarms everywhere: list, panel, map, and what speaks for a station.
 *
 * What was put aside comes last, whatever its severity. Then severity, worst first: thirty conditions that somebody has
 * in hand must not bury a worse one. Within a severity what stands comes before what is over: first what nobody has seen
 * as it is now, then what somebody has, then what is over and unseen, then what only waits for its reset. What is so
 * comes before what is only expected, and of that the soonest. Then the newest first, and the id, so that equal alarms
 * never change places.
 */
export function compareAlarms(a: Ranked, b: Ranked): number {
  return (
    Number(!isActive(a)) - Number(!isActive(b)) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    pressing(a) - pressing(b) ||
    compareValues(a.early?.at ?? '', b.early?.at ?? '') ||
    compareValues(b.raisedAt, a.raisedAt) ||
    compareValues(a.id, b.id)
  )
}

const PRESSING: readonly AlarmState[] = ['unacknowledged', 'acknowledged', 'returned', 'latched']

function pressing(alarm: Ranked): number {
  return alarm.state === 'acknowledged' && needsLook(alarm) ? 0 : PRESSING.indexOf(alarm.state)
}

function compareValues(a: number | string, b: number | string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
