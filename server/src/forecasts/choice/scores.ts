import { QUANTILES } from '@ioc/shared/chance'

/** One value of each of QUANTILES, in their order. */
export type Quantiles = readonly [p05: number, p25: number, p50: number, p75: number, p95: number]

/** How good forecasts were: means over everything that has been scored; NaN where nothing has. */
export interface Score {
  /** Mean absolute error of the median, in units of the scale. */
  mase: number
  /** Mean pinball loss over QUANTILES, in units of the scale. */
  pinball: number
  /** Shares of the truth inside the 50 % and the 90 % band. */
  within50: number
  within90: number
  count: number
}

/** Sums up forecasts against what came; a truth that is not known (NaN) is not scored. */
export function createScore() {
  let [error, pinball, within50, within90, count] = [0, 0, 0, 0, 0]
  return {
    add(quantiles: Quantiles, truth: number, scale: number): void {
      if (Number.isNaN(truth)) return
      count++
      error += Math.abs(truth - quantiles[2]) / scale
      pinball += pinballLoss(quantiles, truth) / scale
      if (truth >= quantiles[1] && truth <= quantiles[3]) within50++
      if (truth >= quantiles[0] && truth <= quantiles[4]) within90++
    },
    score: (): Score => ({
      mase: error / count,
      pinball: pinball / count,
      within50: within50 / count,
      within90: within90 / count,
      count,
    }),
  }
}

/** Mean of the pinball losses of the quantiles (Koenker and Bassett 1978). */
export function pinballLoss(quantiles: Quantiles, truth: number): number {
  let sum = 0
  for (const [i, quantile] of QUANTILES.entries()) {
    const over = truth - quantiles[i]!
    sum += over >= 0 ? quantile * over : (quantile - 1) * over
  }
  return sum / QUANTILES.length
}

/**
 * The scale of MASE (Hyndman and Koehler 2006): the mean absolute difference between values a `period` apart, over
 * what is known. One where nothing can be said, or where nothing ever changes.
 */
export function seasonalScale(values: Float64Array, period: number): number {
  let sum = 0
  let count = 0
  for (let i = period; i < values.length; i++) {
    const difference = Math.abs(values[i]! - values[i - period]!)
    if (Number.isNaN(difference)) continue
    sum += difference
    count++
  }
  return count > 0 && sum > 0 ? sum / count : 1
}
