import { until, type EvenSeries } from './even-series.js'
import { chooseFrom, forecastsOf, LEAST_HORIZONS, RECORD, rangeOf, type Forecast } from './issue.js'
import type { Model } from './model.js'
import { judge, originsBefore, roll } from './roll.js'
import { seasonalScale } from './scores.js'

/** What would have been issued at one origin, and what came. */
export interface Issued {
  /** Index in the series of the last step known. */
  origin: number
  forecasts: Forecast[]
  /** NaN where nothing was measured. */
  truth: Float64Array
  /** The scale of MASE, from the past of this origin. */
  scale: number
}

/**
 * Plays the desk over the last `count` origins, a horizon apart and ending with the series: at each, the choice is made
 * anew from the forecasts before it, and everything is computed from its past alone. Fewer where the series is short.
 *
 * A past forecast is the same from wherever one looks back at it, so it is computed once.
 *
 * @param day steps a day, the season of the scale
 */
export function backtest(
  series: EvenSeries,
  models: readonly Model[],
  { horizon, count, day }: { horizon: number; count: number; day: number },
): Issued[] {
  const last = series.values.length - 1
  const least = Math.max(LEAST_HORIZONS * horizon, day)
  const all = originsBefore(last, horizon, count + RECORD).filter((origin) => origin + 1 >= least)
  const rolled = all.map((origin) => roll(series, origin, models, horizon))
  const first = Math.max(0, all.length - count)
  return all.slice(first).map((origin, i) => {
    const at = first + i
    const record = rolled.slice(Math.max(0, at - RECORD), at).map((each) => judge(each, series, origin))
    const choice = chooseFrom(record, models)
    const past = until(series, origin).values
    return {
      origin,
      forecasts: forecastsOf(rolled[at]!, choice, rangeOf(past)),
      truth: judge(rolled[at]!, series).truth,
      scale: seasonalScale(past, day),
    }
  })
}
