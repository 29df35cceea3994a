import type { EpochMs } from '@ioc/shared/time'

export interface ClockMeter {
  /** A message whose newest value was measured at `at`, by the device's clock. */
  take(at: EpochMs, receivedAt: EpochMs): void
  /** How far the device's clock is behind ours, ms; less than 0: ahead. Null where it is not known. */
  offsetMs(): number | null
}

const KEPT = 15
/** A clock runs no faster than this against ours; what gains more was not sent when it was measured. */
const FASTEST = 1.01
/** What the way of two messages may differ by without one of them being late, ms. */
const JITTER_MS = 50

/**
 * Measures a device's clock by when its messages arrive.
 *
 * What arrives was measured before, so every message says that the clock is behind by receive time minus measured time
 * at most: the least over the last messages is nearest. But a message from the device's memory says nothing. It is known
 * by the next one, which gains on it: more time lies between the measurements than between the arrivals. So a message
 * counts when the next one does not gain, and one that did takes with it all that was later still.
 */
export function createClockMeter(): ClockMeter {
  /** The last that counted, in a ring. */
  let offsets: number[] = []
  let next = 0
  let last: { at: EpochMs; receivedAt: EpochMs } | null = null

  function count(offset: number): void {
    offsets[next] = offset
    next = (next + 1) % KEPT
  }

  return {
    take(at, receivedAt) {
      // Older than what came before: it is late for sure.
      if (last && at <= last.at) return
      if (last) {
        const offset = last.receivedAt - last.at
        const gains = at - last.at > (receivedAt - last.receivedAt) * FASTEST + JITTER_MS
        if (!gains) count(offset)
        else if (offsets.some((each) => each >= offset)) {
          offsets = offsets.filter((each) => each < offset)
          next = offsets.length % KEPT
        }
      }
      last = { at, receivedAt }
    },
    offsetMs: () => (offsets.length === 0 ? null : Math.min(...offsets)),
  }
}
