import type { ExtremalIndex } from '@ioc/shared/chance'
import type { WhyNot } from '../followed.js'
import { newest, stepsADay, until, type EvenSeries } from '../series/even-series.js'
import { chooseFrom, forecastsOf, LEAST_HORIZONS, RECORD, rangeOf, type Forecast } from './issue.js'
import { whyNot } from '../look-back.js'
import type { Model } from '../models/model.js'
import type { Layout } from '../plan.js'
import { judge, originsBefore, roll } from './roll.js'
import { seasonalScale } from './scores.js'

/** What would have been issued at one origin, and what came. */
export interface Issued {
  /** Index in the series of the last step known. */
  origin: number
  /** The last value known, and how far the chosen steps pass limits each for itself. */
  last: number
  extremal: ExtremalIndex
  /** None of them is chosen where nothing would have been issued … */
  forecasts: Forecast[]
  /** … for this reason. */
  without: WhyNot | null
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
 */
export function backtest(
  series: EvenSeries,
  models: readonly Model[],
  { plan, count }: { plan: Layout; count: number },
): Issued[] {
  const { horizon, stepMs, pastMs } = plan
  const day = stepsADay(stepMs)
  const last = series.values.length - 1
  const least = Math.max(LEAST_HORIZONS * horizon, day)
  const all = originsBefore(last, horizon, count + RECORD).filter((origin) => origin + 1 >= least)
  const rolled = all.map((origin) => roll(series, origin, models, horizon))
  const first = Math.max(0, all.length - count)
  return all.slice(first).map((origin, i) => {
    const at = first + i
    const record = rolled.slice(Math.max(0, at - RECORD), at).map((each) => judge(each, series, origin))
    const past = until(series, origin)
    const range = rangeOf(past.values)
    const choice = chooseFrom(record, models, range)
    const without = whyNot({ series: newest(past, pastMs / stepMs), plan })
    const forecasts = forecastsOf(rolled[at]!, choice, range)
    return {
      origin,
      last: rolled[at]!.last,
      extremal: choice.extremal!,
      forecasts: without ? forecasts.map((forecast) => ({ ...forecast, chosen: false })) : forecasts,
      without,
      truth: judge(rolled[at]!, series).truth,
      scale: seasonalScale(past.values, day),
    }
  })
}
