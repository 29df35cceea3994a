import type { ForecastRule } from '@ioc/shared/rule'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import type { Level } from './levels-at.js'

/** What is expected of one step: the middle of its time, and the quantiles 0.05, 0.25, 0.5, 0.75 and 0.95. */
export interface StepAhead {
  at: EpochMs
  quantiles: ArrayLike<number>
}

/** What is expected of one datastream, fine steps before coarse ones. */
export interface Expectation {
  issuedAt: EpochMs
  steps: readonly StepAhead[]
  /** The record of such forecasts is bad: it begins no warning, and one that stands goes on and says so. */
  unreliable?: true
}

/** When a limit is expected to be passed. */
export interface Expected {
  at: EpochMs
  probability: number
  /** The record of such forecasts is bad by now. */
  unreliable?: true
}

/** What a rule sees of what is expected. */
export interface Ahead {
  /** What is ahead of `now`, or (null) that nothing is expected any more; answers the number to hold against the limits. */
  foresee(expectation: Expectation | null, now: EpochMs): number | null
  /** The same while the value is this; null where nothing is expected, or no value is known. */
  now(value: number): number | null
  /** When, and how probably, this limit is passed; null where nothing is expected. */
  expected(limit: number): Expected | null
}

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]

/**
 * The farthest value that is reached within the horizon with the probability of the rule. Held against the limits it
 * passes one exactly where passing it is that probable. A moment that is over is not ahead, whatever was expected of it.
 *
 * A limit that the value itself has passed is not ahead any more: what was foretold is so. Then the number lies behind
 * the mildest limit, until a further one is expected to be passed.
 */
export function createAhead(rule: ForecastRule, levels: readonly Level[]): Ahead {
  const side = rule.when === 'above' ? 1 : -1
  const calm = levels[0]!.clear - side
  let seen: readonly StepAhead[] | null = null
  let doubtful: Pick<Expected, 'unreliable'> = {}
  let farthest: number | null = null
  let current: number | null = null

  function number(): number | null {
    const [value, reach] = [current, farthest]
    if (value === null || !seen) return null
    if (reach === null) return calm
    const isAhead = levels.some(({ raise, clear }) => side * (raise - value) > 0 && side * (reach - clear) >= 0)
    return isAhead ? reach : calm
  }

  return {
    foresee(expectation, now) {
      const until = expectation ? expectation.issuedAt + rule.horizonS * SECOND : now
      seen = expectation && expectation.steps.filter(({ at }) => at > now && at <= until)
      doubtful = expectation?.unreliable ? { unreliable: true } : {}
      farthest = null
      for (const { quantiles } of seen ?? []) {
        const value = quantileAt(quantiles, rule.when === 'above' ? 1 - rule.probability : rule.probability)
        if (farthest === null || side * (value - farthest) > 0) farthest = value
      }
      return number()
    },
    now(value) {
      current = value
      return number()
    },
    expected(limit) {
      if (!seen || seen.length === 0) return null
      const chances = seen.map(({ quantiles }) => probabilityPast(quantiles, limit, rule.when))
      const probability = Math.max(...chances)
      // By then half of the chance that it comes at all is there, or as much as the rule warns at: soon rather than late.
      const likely = Math.min(probability / 2, rule.probability)
      const first = chances.findIndex((chance) => chance >= likely)
      return { at: seen[first]!.at, probability: Math.round(probability * 100) / 100, ...doubtful }
    },
  }
}

/** Straight between the quantiles that are known, and flat beyond them: it never falls. */
export function quantileAt(quantiles: ArrayLike<number>, probability: number): number {
  const above = QUANTILES.findIndex((each) => each >= probability)
  if (above === 0) return quantiles[0]!
  if (above < 0) return quantiles[QUANTILES.length - 1]!
  const [low, high] = [QUANTILES[above - 1]!, QUANTILES[above]!]
  const share = (probability - low) / (high - low)
  return quantiles[above - 1]! + share * (quantiles[above]! - quantiles[above - 1]!)
}

/**
 * How probable it is that a value lies at or past a limit: the inverse of `quantileAt`. Beyond the outer quantiles
 * nothing is known but that it is less than 0.05, or more than 0.95: 0 and 0.95 are said.
 */
export function probabilityPast(quantiles: ArrayLike<number>, limit: number, when: 'above' | 'below'): number {
  const last = QUANTILES.length - 1
  if (when === 'below') {
    const mirrored = Array.from({ length: last + 1 }, (_, i) => -quantiles[last - i]!)
    return probabilityPast(mirrored, -limit, 'above')
  }
  if (limit <= quantiles[0]!) return 1 - QUANTILES[0]!
  if (limit > quantiles[last]!) return 0
  for (let i = 1; i <= last; i++) {
    const [low, high] = [quantiles[i - 1]!, quantiles[i]!]
    if (limit > high) continue
    const share = high > low ? (limit - low) / (high - low) : 1
    return 1 - (QUANTILES[i - 1]! + share * (QUANTILES[i]! - QUANTILES[i - 1]!))
  }
  return 0
}
