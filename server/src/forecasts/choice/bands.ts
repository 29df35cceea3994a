import { QUANTILES } from '@ioc/shared/chance'
import type { Quantiles } from './scores.js'
import type { Judged } from './roll.js'

/** For each lead from the last step known, how far each quantile lies from the point, in units of the spread. */
export type Edges = number[][]

/** What a value can be. */
export interface Range {
  min: number
  max: number
}

/** Leads on each side that lend their errors, as a share of the horizon. */
const NEIGHBOURS = 1 / 8
/** With fewer errors than this a band would be a guess: it is drawn this many spreads wide instead. */
const LEAST_ERRORS = 10
const GUESS = [-2.5, -0.7, 0, 0.7, 2.5]
/** The record that errors are taken from also decided the weights, and is kinder than what comes: bands are so much wider. */
const WIDER = [1.2, 1.07, 1, 1.07, 1.2]

/**
 * Split conformal bands (Vovk et al. 2005): the quantiles of the model's own past errors, in units of the spread, at
 * each lead and its neighbours.
 */
export function errorEdges(record: readonly Judged[], pointsOf: (judged: Judged) => Float64Array | undefined): Edges {
  const horizon = record[0]?.spread.length ?? 0
  const errors: number[][] = Array.from({ length: horizon }, () => [])
  for (const judged of record) {
    const points = pointsOf(judged)
    if (!points) continue
    for (let lead = 0; lead < horizon; lead++) {
      const error = (judged.truth[lead]! - points[lead]!) / judged.spread[lead]!
      if (!Number.isNaN(error)) errors[Math.min(lead + judged.missing, horizon - 1)]!.push(error)
    }
  }
  const reach = Math.max(1, Math.round(horizon * NEIGHBOURS))
  return errors.map((_, lead) => edgesOf(errors.slice(Math.max(0, lead - reach), lead + reach + 1).flat()))
}

/** The quantiles of one step ahead: in order, around the point, and within what the value can be. */
export function bandAround(point: number, spread: number, edges: readonly number[] = GUESS, range: Range): Quantiles {
  const [low, lower, , upper, high] = edges.map((edge) => edge * spread) as [number, number, number, number, number]
  const around = [Math.min(low, lower, 0), Math.min(lower, 0), 0, Math.max(upper, 0), Math.max(high, upper, 0)]
  return inside(around.map((distance) => point + distance) as unknown as Quantiles, range)
}

/** No quantile lies outside of what the value can be. */
export function inside(step: Quantiles, { min, max }: Range): Quantiles {
  return step.map((value) => Math.min(Math.max(value, min), max)) as unknown as Quantiles
}

function edgesOf(errors: number[]): number[] {
  if (errors.length < LEAST_ERRORS) return GUESS
  const sorted = Float64Array.from(errors).sort()
  return QUANTILES.map((quantile, i) => {
    const rank = quantile * (sorted.length + 1) - 1
    const below = Math.min(Math.max(Math.floor(rank), 0), sorted.length - 1)
    const above = Math.min(below + 1, sorted.length - 1)
    const share = Math.min(Math.max(rank - below, 0), 1)
    return WIDER[i]! * (sorted[below]! + share * (sorted[above]! - sorted[below]!))
  })
}
