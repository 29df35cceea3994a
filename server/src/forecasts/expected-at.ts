import { HOUR, type EpochMs } from '@ioc/shared/time'
import type { WireExpected } from '@ioc/shared/forecast'
import type { IssuedForecast } from '../ports/forecasts.js'
import { stepsOf } from './record/score-issued.js'
import { wirePoint } from './wire-forecast.js'

/** Farther than this from the moment asked for a step speaks of another time. */
const NEAR_MS = HOUR

/**
 * What is expected of one datastream at a moment: the step whose middle lies nearest to it, of the finest forecast where
 * several are as near; null where none comes within an hour of it.
 */
export function expectedAt(issued: readonly IssuedForecast[], at: EpochMs): WireExpected | null {
  let best: { off: number; forecast: IssuedForecast; step: number } | null = null
  for (const forecast of issued.toSorted((a, b) => a.stepMs - b.stepMs)) {
    const { start, stepMs } = forecast
    const step = Math.min(stepsOf(forecast) - 1, Math.max(0, Math.floor((at - start) / stepMs)))
    const middle = start + (step + 0.5) * stepMs
    // A step that holds the moment is as near as can be.
    const off = Math.max(0, Math.abs(at - middle) - stepMs / 2)
    if (off <= NEAR_MS && (best === null || off < best.off)) best = { off, forecast, step }
  }
  if (best === null) return null
  const { station, property } = best.forecast
  return { station, property, ...wirePoint(best.forecast, best.step) }
}
