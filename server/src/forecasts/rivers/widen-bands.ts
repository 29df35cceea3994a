import { QUANTILES } from '@ioc/shared/chance'
import type { Quantiles } from '../choice/scores.js'

/** What was said at an origin, and what came. */
export interface Said {
  steps: readonly Quantiles[]
  truth: ArrayLike<number>
}

/** With fewer errors than this nothing is known of a lead: it is drawn as the lead before it. */
export const LEAST_ERRORS = 10
/** Leads that lie together share their errors: so many parts of the horizon. */
const PARTS = 8
/** The past that errors are taken from also shaped the model, and is kinder than what comes. */
const WIDER = 1.2

/**
 * Widens bands to what the same forecasts would have been off before (split conformal, Vovk et al. 2005): at each lead
 * the share of past errors, in half widths of their own band, that the quantile names. They never become narrower: a
 * flood that nobody foretold costs more than one that did not come.
 */
export function widenBands(bands: readonly Quantiles[], before: readonly Said[]): Quantiles[] {
  const together = Math.max(1, Math.round(bands.length / PARTS))
  let factors = [1, 1, 1, 1, 1]
  return bands.map((step, lead) => {
    if (lead % together === 0) factors = factorsOf(before, lead, lead + together) ?? factors
    const middle = step[2]
    return step.map((value, i) => middle + factors[i]! * (value - middle)) as unknown as Quantiles
  })
}

/** By how much each quantile's distance from the middle was too small; null with too few errors. */
function factorsOf(before: readonly Said[], from: number, to: number): number[] | null {
  const errors = QUANTILES.map(() => [] as number[])
  for (const { steps, truth } of before) {
    for (let lead = from; lead < Math.min(to, steps.length, truth.length); lead++) {
      const step = steps[lead]!
      for (const [i, value] of step.entries()) {
        const half = value - step[2]
        // On the other side of the middle it was wide enough.
        errors[i]!.push(half === 0 ? 0 : (truth[lead]! - step[2]) / half)
      }
    }
  }
  if (errors[0]!.length < LEAST_ERRORS) return null
  return errors.map((each, i) => {
    const sorted = Float64Array.from(each).sort()
    const share = Math.max(QUANTILES[i]!, 1 - QUANTILES[i]!)
    const rank = Math.min(sorted.length - 1, Math.ceil(share * (sorted.length + 1)) - 1)
    return 1 + WIDER * Math.max(0, sorted[rank]! - 1)
  })
}
