import { HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import { FRESH_MS, type Measured } from './value-at.js'

/** Between measurements closer than this lies no trend, but waves. */
const LEAST_MS = 15 * MINUTE

/**
 * How fast a value moves, in its unit an hour, by the time that lies between two measurements; null where they lie too
 * close, too far apart for a straight line, or too far back.
 */
export function perHour(before: Measured | null, newest: Measured | null, now: EpochMs): number | null {
  if (!before || !newest || now - newest.at > FRESH_MS) return null
  const apart = newest.at - before.at
  return apart < LEAST_MS || apart > 2 * HOUR ? null : (newest.value - before.value) * (HOUR / apart)
}
