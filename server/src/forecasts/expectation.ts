import { FORECAST_HOLDS_MS } from '@ioc/shared/forecast'
import type { Expectation, IssuedForecast, StepAhead } from '../ports/forecasts.js'
import { quantilesAt, stepsOf } from './record/score-issued.js'

/**
 * Joins the forecasts of one datastream: the finest as far as it goes, then the next; null without any. One that was not
 * made anew while others were is stale, and left out.
 */
export function expectationOf(issued: readonly IssuedForecast[]): Expectation | null {
  if (issued.length === 0) return null
  const issuedAt = Math.max(...issued.map((forecast) => forecast.issuedAt))
  const fresh = issued.filter((forecast) => issuedAt - forecast.issuedAt < FORECAST_HOLDS_MS)
  const steps: StepAhead[] = []
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
