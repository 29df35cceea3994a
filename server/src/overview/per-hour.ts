import { HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import { goodOf, type Held, type Past } from './state.js'

/** Between measurements closer than this lies no trend, but waves. */
const LEAST_MS = 15 * MINUTE
/** A value that is older has no trend of now. */
const OLDEST_MS = HOUR

/** What values are compared with to say which way they go: every station half an hour and an hour ago. */
export interface Before {
  halfHourAgo: Past
  hourAgo: Past
}

/**
 * How fast a value of a station moves, in its unit an hour: as it did within the last hour, but for one that has turned
 * since, as within the last half: a river that has begun to fall is not told as rising. Null where nothing was measured
 * that a straight line can be drawn through.
 */
export function perHour(before: Before, newest: Held | null, station: string, property: string, now: EpochMs) {
  if (!newest || now - newest.at > OLDEST_MS) return null
  const hour = steepness(before.hourAgo.newest(station, property), newest)
  const half = steepness(before.halfHourAgo.newest(station, property), newest)
  const hasTurned = hour !== null && half !== null && hour * half < 0
  return hasTurned ? half : (hour ?? half)
}

function steepness(held: Held | undefined, newest: Held): number | null {
  const before = goodOf(held)
  if (!before) return null
  const apart = newest.at - before.at
  return apart < LEAST_MS || apart > 2 * HOUR ? null : (newest.value - before.value) * (HOUR / apart)
}
