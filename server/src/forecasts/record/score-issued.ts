import type { ForecastScore, IssuedForecast } from '../../ports/forecasts.js'
import { pinballLoss, type Quantiles } from '../choice/scores.js'

/** Puts what came beside a forecast, and what had come a day before: one value a step, NaN where that is not known. */
export function scoreIssued(
  forecast: IssuedForecast,
  truth: ArrayLike<number>,
  dayBefore: ArrayLike<number>,
): ForecastScore {
  const { quantiles: _, start: _start, stepMs: _step, scale, ...place } = forecast
  const score: ForecastScore = { ...place, ...NOTHING }
  for (let step = 0; step < truth.length; step++) {
    const value = truth[step]!
    if (Number.isNaN(value)) continue
    const quantiles = quantilesAt(forecast, step)
    const [p05, p25, p50, p75, p95] = quantiles
    score.count++
    score.error += Math.abs(value - p50)
    score.scaled += Math.abs(value - p50) / scale
    score.floor += Math.abs(value - (Number.isNaN(dayBefore[step]!) ? p50 : dayBefore[step]!)) / scale
    score.pinball += pinballLoss(quantiles, value) / scale
    // Quantiles are kept in 32 bits: a band of no width holds what it was made of.
    const kept = Math.fround(value)
    if (kept >= p25 && kept <= p75) score.within50++
    if (kept >= p05 && kept <= p95) score.within90++
  }
  return score
}

/** What a later look at the same forecast adds to an earlier one. */
export function scoreAdded(now: ForecastScore, before: ForecastScore): ForecastScore {
  const added = { ...now }
  for (const part of PARTS) added[part] -= before[part]
  return added
}

const NOTHING = { count: 0, error: 0, scaled: 0, pinball: 0, within50: 0, within90: 0, floor: 0 }
const PARTS = Object.keys(NOTHING) as (keyof typeof NOTHING)[]

/** The quantiles of one step, from 0. */
export function quantilesAt({ quantiles }: Pick<IssuedForecast, 'quantiles'>, step: number): Quantiles {
  return quantiles.subarray(step * 5, step * 5 + 5) as unknown as Quantiles
}

/** How many steps a forecast has. */
export function stepsOf({ quantiles }: Pick<IssuedForecast, 'quantiles'>): number {
  return quantiles.length / 5
}
