import type { EpochMs } from '@ioc/shared/time'
import type { ForecastPlace } from '../ports/forecasts.js'
import type { ReadHistory } from '../ports/observation-store.js'
import type { WhyNot } from './followed.js'
import type { EvenSeries } from './series/even-series.js'
import { apartOf, isSparse, lastEnd, layoutOf, type Layout, type Subject } from './plan.js'
import { readEven } from './series/read-even.js'

/** What is known of a datastream, and how it is forecast from there. */
export interface LookedBack {
  plan: Layout
  /** Begins with the first step that is known. */
  series: EvenSeries
  to: EpochMs
}

/** Reads the past up to now in steps that its values fill: they may come more seldom than its station's others. */
export async function lookBack(
  read: ReadHistory,
  { station, property, span }: ForecastPlace,
  { plan, over, now }: Pick<Subject, 'over'> & { plan: Layout; now: EpochMs },
): Promise<LookedBack> {
  const past = await readAs(plan)
  const apart = layoutOf(span, apartOf(past.series))
  return apart.stepMs > plan.stepMs ? readAs(apart) : past

  async function readAs(layout: Layout): Promise<LookedBack> {
    const { stepMs, pastMs } = layout
    const to = lastEnd(now, stepMs)
    const series = await readEven(read, { station, property, over, from: to - pastMs, to, stepMs })
    return { plan: layout, series: fromFirst(series), to }
  }
}

/** Why there is nothing to forecast from; null where there is. */
export function whyNot({ series, plan: { least, fresh } }: Pick<LookedBack, 'plan' | 'series'>): WhyNot | null {
  const { values } = series
  const known = values.filter((value) => !Number.isNaN(value))
  if (known.length < least) return 'short'
  if (values.slice(-fresh).every(Number.isNaN)) return 'silent'
  if (isSparse(series)) return 'sparse'
  return known.every((value) => value === known[0]) ? 'constant' : null
}

function fromFirst(series: EvenSeries): EvenSeries {
  const first = series.values.findIndex((value) => !Number.isNaN(value))
  const skip = first < 0 ? series.values.length : first
  return { ...series, start: series.start + skip * series.stepMs, values: series.values.slice(skip) }
}
