import { chancesBy, probabilityPast, quantileAt, TOGETHER } from '@ioc/shared/chance'
import type { ForecastRule } from '@ioc/shared/rule'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import type { Expectation, StepAhead } from '../ports/forecasts.js'
import type { Level } from './levels-at.js'

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
  /** The newest value, by which nothing is expected any more that is so; null where none is known. */
  latest(): number | null
  /** When, and how probably, this limit is passed; null where nothing is expected. */
  expected(limit: number): Expected | null
}

/** So many halvings find the farthest value to a thousandth of where it may lie. */
const HALVINGS = 10

/**
 * The farthest value that is reached in any step of the horizon with the probability of the rule. Held against the
 * limits it passes one where passing it is that probable. A moment that is over is not ahead, whatever was expected of
 * it.
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
      farthest = seen && seen.length > 0 ? reachOf(seen, rule) : null
      return number()
    },
    now(value) {
      current = value
      return number()
    },
    latest: () => current,
    expected(limit) {
      if (!seen || seen.length === 0) return null
      const chances = chancesOf(seen, limit, rule.when)
      const probability = chances.at(-1)!
      // By then half of the chance that it comes at all is there, or as much as the rule warns at: soon rather than late.
      const likely = Math.min(probability / 2, rule.probability)
      const first = chances.findIndex((chance) => chance >= likely)
      return { at: seen[first]!.at, probability: Math.round(probability * 100) / 100, ...doubtful }
    },
  }
}

/** How probable it is that a limit was passed by the end of each step. */
function chancesOf(steps: readonly StepAhead[], limit: number, when: ForecastRule['when']): number[] {
  return chancesBy(
    steps.map(({ quantiles, extremal = TOGETHER }) => ({
      chance: probabilityPast(quantiles, limit, when),
      index: extremal[when],
    })),
  )
}

/** The farthest value that is passed with the probability of the rule: in one step alone, or farther, in any of them. */
function reachOf(steps: readonly StepAhead[], { when, probability }: ForecastRule): number {
  const farthestOf = (share: number) => {
    const values = steps.map(({ quantiles }) => quantileAt(quantiles, share))
    return when === 'above' ? Math.max(...values) : Math.min(...values)
  }
  let near = farthestOf(when === 'above' ? 1 - probability : probability)
  if (steps.every(({ extremal = TOGETHER }) => extremal[when] === 0)) return near
  let far = farthestOf(when === 'above' ? 1 : 0)
  if (chancesOf(steps, far, when).at(-1)! >= probability) return far
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (near + far) / 2
    if (chancesOf(steps, middle, when).at(-1)! >= probability) near = middle
    else far = middle
  }
  return near
}
