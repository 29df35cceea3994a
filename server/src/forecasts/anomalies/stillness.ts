import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'

/** The same value for less long is nothing. */
const LEAST_MS = 3 * HOUR
const LEAST_VALUES = 12
/** Longer than every such run before by this much. */
const BEYOND = 2
const LEARNING_MS = 2 * DAY

/** Judges how long a value has stood still: above 1 is much longer than ever before. */
export function watchStillness() {
  let first: EpochMs | null = null
  let since: EpochMs = 0
  let count = 0
  let before = NaN
  let longest = 0

  return function take(at: EpochMs, value: number): number {
    first ??= at
    if (value !== before) {
      if (count > 0) longest = Math.max(longest, at - since)
      before = value
      since = at
      count = 1
      return 0
    }
    count++
    if (count < LEAST_VALUES || at - first < LEARNING_MS) return 0
    return (at - since) / Math.max(LEAST_MS, BEYOND * longest)
  }
}
