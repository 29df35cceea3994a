import { until, type EvenSeries } from './even-series.js'
import { pastOf, type Model } from './model.js'
import { spreadAhead } from './spread.js'

/** What every model says of the steps after one origin. */
export interface Rolled {
  /** Index in the series of the last step known. */
  origin: number
  /** How far values of each step ahead usually lie from each other; errors are measured in it. Positive. */
  spread: Float64Array
  /** By the name of the model; a model that cannot speak is left out. */
  points: ReadonlyMap<string, Float64Array>
}

/** A forecast and what came, NaN where that is not known. */
export interface Judged extends Rolled {
  truth: Float64Array
}

/** Forecasts `horizon` steps with every model, from nothing but the series up to `origin`. */
export function roll(series: EvenSeries, origin: number, models: readonly Model[], horizon: number): Rolled {
  const past = pastOf(until(series, origin))
  const points = new Map<string, Float64Array>()
  for (const { name, needs, forecast } of models) {
    if (past.values.length < needs(past.day)) continue
    const values = forecast(past, horizon)
    if (values?.every(Number.isFinite)) points.set(name, values)
  }
  return { origin, spread: spreadAhead(past, horizon), points }
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
