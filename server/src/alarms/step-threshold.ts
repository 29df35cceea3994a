import type { EpochMs } from '@ioc/shared/time'

/** A limit at one station, resolved. */
export interface Limits {
  when: 'above' | 'below'
  raise: number
  clear: number
  holdMs: number
  restMs: number
}

/** One moment as the device and as our clock saw it: durations are only ever taken within one of the two. */
export interface Moment {
  /** When it was measured. */
  at: EpochMs
  /** When it counts as known on our clock. */
  heardAt: EpochMs
}

export interface Sample extends Moment {
  value: number
}

export type Condition =
  { phase: 'idle' } | { phase: 'pending'; since: Moment } | { phase: 'firing'; goodSince: Moment | null }

export const IDLE: Condition = { phase: 'idle' }

/**
 * Moves a condition forward, by its newest sample or, with the same sample again, by the clock alone.
 *
 * It is raised once the value has been at or past `raise` for `holdMs`, and cleared once it has been back behind
 * `clear` for `restMs`; between the two it keeps its phase, so that a value trembling on the limit makes one alarm, not
 * fifty. A duration has run out when it did so between two measurements or on our clock: a device whose clock is wrong
 * shortens nothing. Returns the same condition where nothing moved.
 */
export function stepThreshold(limits: Limits, before: Condition, sample: Sample, now: EpochMs): Condition {
  const side = limits.when === 'above' ? 1 : -1
  const bad = side * (sample.value - limits.raise) >= 0

  switch (before.phase) {
    case 'idle':
    case 'pending': {
      if (!bad) return before.phase === 'idle' ? before : IDLE
      const since = before.phase === 'pending' ? before.since : sample
      if (elapsed(since, sample, now) >= limits.holdMs) return FIRING
      return before.phase === 'pending' ? before : { phase: 'pending', since: momentOf(sample) }
    }
    case 'firing': {
      const good = !bad && side * (sample.value - limits.clear) < 0
      if (!good) return before.goodSince === null ? before : FIRING
      const goodSince = before.goodSince ?? sample
      if (elapsed(goodSince, sample, now) >= limits.restMs) return IDLE
      return before.goodSince ? before : { phase: 'firing', goodSince: momentOf(sample) }
    }
  }
}

/**
 * Nothing that counts was measured: what stands goes on, and a hold or a rest that was running has to begin anew. Two
 * samples with a calibration between them say nothing of the time between.
 */
export function interrupt(condition: Condition): Condition {
  if (condition.phase === 'pending') return IDLE
  return isRunning(condition) ? FIRING : condition
}

/** Whether time alone can move it. */
export function isRunning(condition: Condition): boolean {
  return condition.phase === 'pending' || (condition.phase === 'firing' && condition.goodSince !== null)
}

export const FIRING: Condition = { phase: 'firing', goodSince: null }

function momentOf({ at, heardAt }: Sample): Moment {
  return { at, heardAt }
}

function elapsed(since: Moment, sample: Sample, now: EpochMs): number {
  return Math.max(sample.at - since.at, now - since.heardAt)
}
