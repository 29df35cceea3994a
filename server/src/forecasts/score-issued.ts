import type { ForecastScore, IssuedForecast } from '../ports/forecasts.js'
import { pinballLoss, type Quantiles } from './scores.js'

/** Puts what came, NaN where that is not known, beside a forecast; one truth a step. */
export function scoreIssued(forecast: IssuedForecast, truth: ArrayLike<number>): ForecastScore {
  const { quantiles: _, start: _start, stepMs: _step, scale, ...place } = forecast
  const score: ForecastScore = { ...place, count: 0, error: 0, scaled: 0, pinball: 0, within50: 0, within90: 0 }
  for (let step = 0; step < truth.length; step++) {
    const value = truth[step]!
    if (Number.isNaN(value)) continue
    const quantiles = quantilesAt(forecast, step)
    const [p05, p25, p50, p75, p95] = quantiles
    score.count++
    score.error += Math.abs(value - p50)
    score.scaled += Math.abs(value - p50) / scale
    score.pinball += pinballLoss(quantiles, value) / scale
    if (value >= p25 && value <= p75) score.within50++
    if (value >= p05 && value <= p95) score.within90++
  }
  return score
}

/** The quantiles of one step, from 0. */
export function quantilesAt({ quantiles }: Pick<IssuedForecast, 'quantiles'>, step: number): Quantiles {
  return quantiles.subarray(step * 5, step * 5 + 5) as unknown as Quantiles
}

/** How many steps a forecast has. */
export function stepsOf({ quantiles }: Pick<IssuedForecast, 'quantiles'>): number {
  return quantiles.length / 5
}
