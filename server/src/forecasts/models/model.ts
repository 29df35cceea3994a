import type { EpochMs } from '@ioc/shared/time'
import { newest, stepsADay, type EvenSeries } from '../series/even-series.js'
import { fillGaps } from '../series/fill-gaps.js'

/** What a model is given: the past alone, its gaps filled. */
export interface Past {
  values: Float64Array
  start: EpochMs
  stepMs: number
  /** Steps a day. */
  day: number
  /** Steps a week. */
  week: number
}

/** A way to forecast: as many values as `horizon` says, for the steps that follow the past; null where it cannot. */
export interface Model {
  name: string
  /** How many steps of past it needs to say anything, given the steps a day. */
  needs: (day: number) => number
  forecast: (past: Past, horizon: number) => Float64Array | null
}

/** Older steps than these weeks are not looked at: the world changes, and time is short. */
const WEEKS_LOOKED_AT = 12
/** Of short steps fewer weeks are enough, but never less than the days that a tide needs. */
const MOST_STEPS = 4_032
const LEAST_DAYS = 29

/** The past of a series that ends with its last step. */
export function pastOf(series: EvenSeries): Past {
  const day = stepsADay(series.stepMs)
  const week = 7 * day
  const { start, stepMs, values } = newest(
    series,
    Math.max(Math.min(WEEKS_LOOKED_AT * week, MOST_STEPS), LEAST_DAYS * day),
  )
  return { values: fillGaps(values, day), start, stepMs, day, week }
}

/** One value for each lead, 1 to `horizon`. */
export function forecastPoints(horizon: number, valueAt: (lead: number) => number): Float64Array {
  return Float64Array.from({ length: horizon }, (_, i) => valueAt(i + 1))
}
