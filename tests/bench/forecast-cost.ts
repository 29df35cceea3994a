import { fitSeasonal } from '@ioc/server/adapters/augurs'
import { newest, type EvenSeries } from '@ioc/server/forecasts/series/even-series'
import { rangeOf } from '@ioc/server/forecasts/choice/issue'
import { CHOICE_HOLDS_MS, layoutOf, paceOf } from '@ioc/server/forecasts/plan'
import type { RiverInput } from '@ioc/server/forecasts/rivers/river'
import { work, type Job } from '@ioc/server/forecasts/work'
import { FORECAST_SPANS, type ForecastSpan } from '@ioc/shared/forecast'
import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'

/** Milliseconds of one core that forecasting a datastream takes in an hour. */
export type Cost = Record<ForecastSpan, number>

/**
 * What the desk spends on a datastream in an hour, through the work that its threads do: a choice as often as one is
 * made, and all other forecasts at their pace. The next hours are forecast in the shortest and so dearest step, as if
 * the newest values had come in it; a river also from rain on each seventh day and from a gauge above.
 */
export function forecastCost(series: EvenSeries, isRiver: boolean): Cost {
  const costs = FORECAST_SPANS.map((span) => [span, costOf(span, series, isRiver)])
  return Object.fromEntries(costs) as Cost
}

function costOf(span: ForecastSpan, { start, values: all }: EvenSeries, isRiver: boolean): number {
  const { stepMs, horizon, pastMs } = layoutOf(span, 0)
  const series = newest({ start, stepMs, values: all }, pastMs / stepMs)
  const { values } = series
  const job: Job = { span, series, horizon, range: rangeOf(values), choice: null, river: null }
  if (isRiver) job.river = riverOf(series.start + values.length * stepMs, all)
  const [first, answer] = spent(() => work(job, fitSeasonal))
  const choice = answer?.choice ?? null
  const [again] = spent(() => work({ ...job, choice }, fitSeasonal))
  const pace = paceOf(span, stepMs, isRiver)
  return again * (HOUR / pace) + (first - again) * (HOUR / CHOICE_HOLDS_MS)
}

/** What is known of a river is in the steps of its next hours, whatever is forecast of it. */
function riverOf(end: EpochMs, all: Float64Array): RiverInput {
  const { stepMs, pastMs } = layoutOf('hours', 0)
  const values = all.slice(-pastMs / stepMs)
  const rain = values.map((_, step) => (Math.floor((step * stepMs) / DAY) % 7 === 0 ? 1 : 0))
  return { level: { start: end - values.length * stepMs, stepMs, values }, rain, above: values, prior: null }
}

/** Milliseconds of processor time, in all threads: not what others on the machine took. */
function spent<Result>(act: () => Result): [ms: number, result: Result] {
  const since = process.cpuUsage()
  const result = act()
  const { user, system } = process.cpuUsage(since)
  return [(user + system) / 1000, result]
}
