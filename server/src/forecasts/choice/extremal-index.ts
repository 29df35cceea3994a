import { chancesBy, probabilityPast, type ExtremalIndex } from '@ioc/shared/chance'
import type { Quantiles } from './scores.js'

/** A forecast, the value that it began at, and what came. */
export interface Told {
  steps: readonly Quantiles[]
  last: number
  truth: ArrayLike<number>
}

/** What is known of one: what was told of the steps whose truth is known. */
interface Known {
  its: { step: Quantiles; value: number }[]
  last: number
}

/** What it may be: a few dozen days do not tell it more finely. */
const CHOICES = [0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1]
/** Limits to learn it by: these quantiles of the farthest values that came. */
const LIMITS = [0.2, 0.35, 0.5, 0.65, 0.8, 0.9]
/** A log likelihood that is so much smaller is as good: what explains a past is larger than what comes. */
const AS_GOOD = 2
/** No forecast is held to have been surer than this. */
const SUREST = 0.99

/**
 * The extremal index with which past forecasts would have told what came of limits that had not been passed yet: the
 * smallest that is as likely as any. Zero, which tells the least, where nothing is known.
 */
export function learnExtremalIndex(record: readonly Told[]): ExtremalIndex {
  const known = record.flatMap(({ steps, last, truth }) => {
    const its = steps.flatMap((step, i) => (Number.isNaN(truth[i]) ? [] : { step, value: truth[i]! }))
    return its.length > 0 ? [{ its, last }] : []
  })
  return { above: learn(known, 'above'), below: learn(known, 'below') }
}

function learn(record: readonly Known[], when: keyof ExtremalIndex): number {
  const side = when === 'above' ? 1 : -1
  const farthest = record.map(({ its }) => side * Math.max(...its.map(({ value }) => side * value)))
  const sorted = farthest.toSorted((a, b) => side * (a - b))
  const limits = new Set(LIMITS.map((share) => sorted[Math.floor(share * sorted.length)]!))
  const likelihoods = CHOICES.map(() => 0)
  for (const limit of limits) {
    for (const [i, { its, last }] of record.entries()) {
      if (side * (last - limit) >= 0) continue
      const came = side * (farthest[i]! - limit) >= 0
      const chances = its.map(({ step }) => probabilityPast(step, limit, when))
      const [together, apart] = [0, 1].map((index) => chancesBy(chances.map((chance) => ({ chance, index }))).at(-1)!)
      for (const [choice, index] of CHOICES.entries()) {
        const said = 1 - (1 - together!) ** (1 - index) * (1 - apart!) ** index
        const bounded = Math.min(Math.max(said, 1 - SUREST), SUREST)
        likelihoods[choice]! += Math.log(came ? bounded : 1 - bounded)
      }
    }
  }
  const enough = Math.max(...likelihoods) - AS_GOOD
  return CHOICES[likelihoods.findIndex((each) => each >= enough)]!
}
