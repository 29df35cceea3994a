import { TOGETHER, type ExtremalIndex } from '@ioc/shared/chance'
import type { ForecastSpan } from '@ioc/shared/forecast'
import { inside, type Range } from './choice/bands.js'
import type { Choice } from './choice/choose.js'
import { stepsADay, type EvenSeries } from './series/even-series.js'
import { chooseFrom, chosenOf, issueNow, recordNow } from './choice/issue.js'
import { modelsOf } from './models/models.js'
import { riverAhead, type RiverInput } from './rivers/river.js'
import type { Judged } from './choice/roll.js'
import { createScore, seasonalScale, type Quantiles } from './choice/scores.js'
import type { FitSeasonal } from './models/seasonal-smoothing.js'

/** What a worker is asked for; plain data. */
export interface Job {
  span: ForecastSpan
  /** Ends with the last step that is over. */
  series: EvenSeries
  horizon: number
  range: Range
  /** Null: choose anew first. */
  choice: Choice | null
  /** What is known of a river, in steps as short as it has values for; null: no river, or nobody measures the rain. */
  river: RiverInput | null
}

/** What a worker answers. */
export interface Answer {
  choice: Choice
  /** How far the choice would have been off in the past that it was made from, on average; null where it was not made now. */
  usualError: number | null
  /** The same of a river in the rain, which is not forecast by the choice; null of all others, and where nothing is known of it. */
  rainError: number | null
  model: string
  steps: Quantiles[]
  extremal: ExtremalIndex
  /** The unit of scaled errors. */
  scale: number
}

/**
 * Chooses where that is asked for, and forecasts; null where no model can speak. A river in the rain is forecast from
 * the rain: its own past knows too few floods to choose by.
 */
export function work({ span, series, horizon, range, choice, river }: Job, fit: FitSeasonal): Answer | null {
  const models = modelsOf(span, fit)
  const scale = seasonalScale(series.values, stepsADay(series.stepMs))
  const record = choice ? [] : recordNow(series, models, horizon)
  const chosen = choice ?? lighten(chooseFrom(record, models, range))
  const usualError = choice ? null : errorOver(record, chosen, range)
  const { stepMs } = series
  const wanted = { from: series.start + series.values.length * stepMs, stepMs, horizon }
  const swollen = river && riverAhead(river, wanted)
  if (swollen) {
    const steps = swollen.steps.map((step) => inside(step, range))
    // Each of its steps is of the same rain: the more of it, the higher they all are.
    const rest = { rainError: swollen.usualError, model: swollen.model, steps, extremal: TOGETHER }
    return { choice: chosen, usualError, scale, ...rest }
  }
  const issued = issueNow(series, models, horizon, chosen, range)
  const { extremal = TOGETHER } = chosen
  return (
    issued && { choice: chosen, usualError, scale, rainError: null, model: issued.model, steps: issued.steps, extremal }
  )
}

/** Of the edges only those that can be issued: a choice is kept for each datastream. */
function lighten({ edges, ...choice }: Choice): Choice {
  const { chosen } = choice
  return { ...choice, edges: edges[chosen] ? { [chosen]: edges[chosen] } : {} }
}

/** The mean absolute error of the median, in the unit of the property; null where no truth is known. */
function errorOver(record: readonly Judged[], choice: Choice, range: Range): number | null {
  const score = createScore()
  for (const judged of record) {
    const steps = chosenOf(judged, choice, range)?.steps ?? []
    for (const [lead, step] of steps.entries()) score.add(step, judged.truth[lead]!, 1)
  }
  const { mase, count } = score.score()
  return count === 0 ? null : mase
}
