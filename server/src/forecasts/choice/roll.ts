import { missingAtEnd, stepsADay, until, type EvenSeries } from '../series/even-series.js'
import { pastOf, type Model } from '../models/model.js'
import { spreadAhead } from './spread.js'

/** What every model says of the steps after one origin. */
export interface Rolled {
  /** Index in the series of the last step that is over. */
  origin: number
  /** How many steps up to it were not known: what is ahead was forecast from before them. */
  missing: number
  /** The last value known: where what is ahead begins. */
  last: number
  /** How far values of each step ahead usually lie from each other; errors are measured in it. Positive. */
  spread: Float64Array
  /** By the name of the model; a model that cannot speak is left out. */
  points: ReadonlyMap<string, Float64Array>
}

/** A forecast and what came, NaN where that is not known. */
export interface Judged extends Rolled {
  truth: Float64Array
}

/**
 * Forecasts the `horizon` steps after `origin` with every model, from nothing but the series up to there.
 *
 * The last step known is where every model begins: steps that are missing after it are forecast as well, and cut off.
 * With more than a day of them nothing is known of now, and they are filled as any gap.
 */
export function roll(series: EvenSeries, origin: number, models: readonly Model[], horizon: number): Rolled {
  const over = until(series, origin)
  const gap = missingAtEnd(over)
  const missing = gap <= stepsADay(series.stepMs) ? gap : 0
  const past = pastOf(until(over, origin - missing))
  const ahead = (values: Float64Array) => values.subarray(missing)
  const points = new Map<string, Float64Array>()
  for (const { name, needs, forecast } of models) {
    if (past.values.length < needs(past.day)) continue
    const values = forecast(past, missing + horizon)
    if (values?.every(Number.isFinite)) points.set(name, ahead(values))
  }
  const last = past.values.at(-1)!
  return { origin, missing, last, spread: ahead(spreadAhead(past, missing + horizon)), points }
}

/** Puts what came beside a forecast; of the series up to `now` alone, if that is given. */
export function judge(rolled: Rolled, { values }: EvenSeries, now = values.length - 1): Judged {
  const truth = rolled.spread.map((_, lead) => {
    const step = rolled.origin + 1 + lead
    return step <= now ? (values[step] ?? NaN) : NaN
  })
  return { ...rolled, truth }
}

/** Origins a horizon apart whose whole future was known at `now`, oldest first, at most so many. */
export function originsBefore(now: number, horizon: number, most: number): number[] {
  const count = Math.max(0, Math.min(most, Math.floor(now / horizon)))
  return Array.from({ length: count }, (_, i) => now - (count - i) * horizon)
}
