import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'

/** The same value for less long is nothing. */
const LEAST_MS = 3 * HOUR
const LEAST_VALUES = 12
/** Longer than every such run before by this much. */
const BEYOND = 2
const LEARNING_MS = 2 * DAY

/** Judges how long a value has stood still: above 1 is much longer than ever before. What nobody saw is no standing still. */
export function watchStillness() {
  let first: EpochMs | null = null
  let since: EpochMs = 0
  let seenAt: EpochMs = 0
  let count = 0
  let before = NaN
  let longest = 0

  /** @param isAfterOutage whether it is the first value for long */
  return function take(at: EpochMs, value: number, isAfterOutage: boolean): number {
    first ??= at
    if (value !== before || isAfterOutage) {
      if (count > 0) longest = Math.max(longest, (isAfterOutage ? seenAt : at) - since)
      before = value
      since = at
      seenAt = at
      count = 1
      return 0
    }
    seenAt = at
    count++
    if (count < LEAST_VALUES || at - first < LEARNING_MS) return 0
    return (at - since) / Math.max(LEAST_MS, BEYOND * longest)
  }
}
