import type { EpochMs } from './time.js'

/**
 * Reads a clock that people and networks may put back: what it returns never goes back, and goes on from there.
 *
 * For measuring how long something took, where an hour put back would otherwise be an hour's wait.
 */
export function createSteadyTime(): (now: EpochMs) => EpochMs {
  let before = 0
  let lost = 0

  return (now) => {
    if (now < before) lost += before - now
    before = now
    return now + lost
  }
}
