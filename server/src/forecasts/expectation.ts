import type { ExtremalIndex } from '@ioc/shared/chance'
import type { EpochMs } from '@ioc/shared/time'
import type { IssuedForecast } from '../ports/forecasts.js'
import { HOLDS_MS } from './plan.js'
import { quantilesAt, stepsOf } from './record/score-issued.js'
import type { Quantiles } from './choice/scores.js'

/** What is expected of a datastream: the middle of each step with its quantiles, in time order. */
export interface Expectation {
  issuedAt: EpochMs
  steps: { at: EpochMs; quantiles: Quantiles; extremal: ExtremalIndex }[]
  /** The record of such forecasts is bad. */
  unreliable?: true
}

/**
 * Joins the forecasts of one datastream: the finest as far as it goes, then the next; null without any. One that was not
 * made anew while others were is stale, and left out.
 */
export function expectationOf(issued: readonly IssuedForecast[]): Expectation | null {
  if (issued.length === 0) return null
  const issuedAt = Math.max(...issued.map((forecast) => forecast.issuedAt))
  const fresh = issued.filter((forecast) => issuedAt - forecast.issuedAt < HOLDS_MS)
  const steps: Expectation['steps'] = []
  let until = -Infinity
  for (const forecast of fresh.toSorted((a, b) => a.stepMs - b.stepMs)) {
    for (let step = 0; step < stepsOf(forecast); step++) {
      const start = forecast.start + step * forecast.stepMs
      if (start < until) continue
      steps.push({
        at: start + forecast.stepMs / 2,
        quantiles: quantilesAt(forecast, step),
        extremal: forecast.extremal,
      })
    }
    until = Math.max(until, forecast.start + stepsOf(forecast) * forecast.stepMs)
  }
  return { issuedAt, steps }
}
