import { forecastPoints, type Model } from './model.js'

/** How quickly the level and the trend follow, and how much of the trend each step keeps. */
const LEVELS = [0.2, 0.5, 0.9]
const TRENDS = [0.05, 0.3]
const DAMPINGS = [0.8, 0.9, 0.98]
/** So many steps are fitted to: what has no season needs few. */
const STEPS_FITTED = 168

interface Smoothed {
  level: number
  trend: number
  damping: number
  error: number
}

/**
 * The trend of the last steps goes on, less with each step (Gardner and McKenzie 1985), smoothed as it would have told
 * each step of the last week best from the one before.
 */
export const dampedTrend: Model = {
  name: 'damped-trend',
  needs: () => 10,
  forecast: ({ values }, horizon) => {
    const recent = values.subarray(-STEPS_FITTED)
    let best: Smoothed | null = null
    for (const alpha of LEVELS) {
      for (const beta of TRENDS) {
        for (const damping of DAMPINGS) {
          const tried = smooth(recent, alpha, beta, damping)
          if (best === null || tried.error < best.error) best = tried
        }
      }
    }
    const { level, trend, damping } = best!
    return forecastPoints(horizon, (lead) => level + (trend * damping * (1 - damping ** lead)) / (1 - damping))
  },
}

function smooth(values: Float64Array, alpha: number, beta: number, damping: number): Smoothed {
  let level = values[0]!
  let trend = 0
  let error = 0
  for (let i = 1; i < values.length; i++) {
    const expected = level + damping * trend
    const off = values[i]! - expected
    error += off * off
    level = expected + alpha * off
    trend = damping * trend + alpha * beta * off
  }
  return { level, trend, damping, error }
}
