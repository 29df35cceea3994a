import type { ForecastSpan } from '../ports/forecasts.js'
import { inside, type Range } from './bands.js'
import type { Choice } from './choose.js'
import { stepsADay, type EvenSeries } from './even-series.js'
import { chooseFrom, forecastsOf, issueNow, recordNow } from './issue.js'
import { modelsOf } from './models.js'
import { riverAhead, type RiverInput } from './river.js'
import type { Judged } from './roll.js'
import { createScore, seasonalScale, type Quantiles } from './scores.js'
import type { FitSeasonal } from './seasonal-smoothing.js'

/** What a worker is asked for; plain data. */
export interface Job {
  span: ForecastSpan
  /** Ends with the last step that is over. */
  series: EvenSeries
  horizon: number
  range: Range
  /** Null: choose anew first. */
  choice: Choice | null
  /** What is known of a river besides its level; null: no river, or nobody measures the rain. */
  river: RiverInput | null
}

/** What a worker answers. */
export interface Answer {
  choice: Choice
  /** How the choice would have done in the past that it was made from; null where it was not made now. */
  backtest: Backtest | null
  model: string
  steps: Quantiles[]
  /** The unit of scaled errors. */
  scale: number
}

/** Means over a past: the absolute error of the median in units of the scale and of the property, and the 90 % band. */
export interface Backtest {
  mase: number
  error: number
  coverage90: number
}

/**
 * Chooses where that is asked for, and forecasts; null where no model can speak. A river in the rain is forecast from
 * the rain: its own past knows too few floods to choose by.
 */
export function work({ span, series, horizon, range, choice, river }: Job, fit: FitSeasonal): Answer | null {
  const models = modelsOf(span, fit)
  const scale = seasonalScale(series.values, stepsADay(series.stepMs))
  const record = choice ? [] : recordNow(series, models, horizon)
  const chosen = choice ?? lighten(chooseFrom(record, models))
  const backtest = choice ? null : judgeRecord(record, chosen, range, scale)
  const swollen = river && riverAhead(series, river, horizon)
  if (swollen) {
    const steps = swollen.steps.map((step) => inside(step, range))
    return { choice: chosen, backtest, model: swollen.model, steps, scale }
  }
  const issued = issueNow(series, models, horizon, chosen, range)
  return issued && { choice: chosen, backtest, model: issued.model, steps: issued.steps, scale }
}

/** Of the edges only those that can be issued: a choice is kept for each datastream. */
function lighten({ chosen, weights, edges }: Choice): Choice {
  return { chosen, weights, edges: edges[chosen] ? { [chosen]: edges[chosen] } : {} }
}

function judgeRecord(record: readonly Judged[], choice: Choice, range: Range, scale: number): Backtest | null {
  const score = createScore()
  for (const judged of record) {
    const { steps } = forecastsOf(judged, choice, range).find(({ chosen }) => chosen) ?? { steps: [] }
    for (const [lead, step] of steps.entries()) score.add(step, judged.truth[lead]!, scale)
  }
  const { mase, within90, count } = score.score()
  return count === 0 ? null : { mase, error: mase * scale, coverage90: within90 }
}
