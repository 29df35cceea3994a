import { DAY, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import type { EnvelopeQuery, Envelopes } from '../../ports/observation-store.js'
import { takeIn, type Watched } from './watched.js'

/** How much of its past a datastream is known by, and in what steps. */
const LEARNS_MS = 21 * DAY
const LEARNS_STEP_MS = 10 * MINUTE

/** What is to be asked of the store before a datastream is watched from `to` on. */
export function pastBefore(to: EpochMs): Omit<EnvelopeQuery, 'datastreams'> {
  const from = Math.floor((to - LEARNS_MS) / LEARNS_STEP_MS) * LEARNS_STEP_MS
  return { from, to, everyMs: LEARNS_STEP_MS }
}

/**
 * Looks at what a datastream measured, as it would have as it came: at the last value of each step, and at its lowest
 * and highest where they are wild. What bursts every day for seconds is known too.
 */
export function takePast(each: Watched, { at, low, high, last, quality }: Envelopes): void {
  for (let step = 0; step < at.length; step++) {
    const [time, value] = [at[step]!, last[step]!]
    // When in its step it was so low or high is not known, and of no matter.
    if (low[step]! < value) takeIn(each, time - 2 * SECOND, low[step]!, quality[step]!)
    if (high[step]! > value) takeIn(each, time - SECOND, high[step]!, quality[step]!)
    takeIn(each, time, value, quality[step]!)
  }
}
