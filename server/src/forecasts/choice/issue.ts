import { bandAround, type Range } from './bands.js'
import { choose, COMBINATION, type Choice } from './choose.js'
import { combine } from './combine.js'
import type { EvenSeries } from '../series/even-series.js'
import type { Model } from '../models/model.js'
import { learnExtremalIndex } from './extremal-index.js'
import { judge, originsBefore, roll, type Judged, type Rolled } from './roll.js'
import type { Quantiles } from './scores.js'

/** One model's forecast from one origin: the quantiles of each step ahead. */
export interface Forecast {
  model: string
  chosen: boolean
  steps: Quantiles[]
}

/** How many past forecasts a choice looks at. */
export const RECORD = 28
/** The past that an origin must have, in horizons, so that a forecast means something. */
export const LEAST_HORIZONS = 2

/** What every model would have said at the last origins, and what came. */
export function recordNow(series: EvenSeries, models: readonly Model[], horizon: number): Judged[] {
  const now = series.values.length - 1
  return originsBefore(now, horizon, RECORD)
    .filter((origin) => origin + 1 >= LEAST_HORIZONS * horizon)
    .map((origin) => judge(roll(series, origin, models, horizon), series, now))
}

/** What can be decided for a series at its end. */
export function chooseFrom(record: readonly Judged[], models: readonly Model[], range: Range): Choice {
  const choice = choose(
    record,
    models.map(({ name }) => name),
  )
  const told = record.flatMap((judged) => {
    const steps = chosenOf(judged, choice, range)?.steps
    return steps ? [{ steps, last: judged.last, truth: judged.truth }] : []
  })
  return { ...choice, extremal: learnExtremalIndex(told) }
}

/** The forecast to issue now: only the models that have a part in it are asked. */
export function issueNow(
  series: EvenSeries,
  models: readonly Model[],
  horizon: number,
  choice: Choice,
  range: Range = rangeOf(series.values),
): Forecast | null {
  const asked = models.filter(({ name }) => name === choice.chosen || (choice.weights[name] ?? 0) > 0)
  const rolled = roll(series, series.values.length - 1, asked, horizon)
  return chosenOf(rolled, choice, range)
}

/** What is issued of what the models say; null where none speaks. */
export function chosenOf(rolled: Rolled, choice: Choice, range: Range): Forecast | null {
  return forecastsOf(rolled, choice, range).find(({ chosen }) => chosen) ?? null
}

/** Every model's forecast with its bands, the combination's among them, and the chosen one marked. */
export function forecastsOf(rolled: Rolled, choice: Choice, range: Range): Forecast[] {
  const all = new Map(rolled.points)
  const combined = combine(rolled.points, choice.weights)
  if (combined) all.set(COMBINATION, combined)
  const chosen = all.has(choice.chosen) ? choice.chosen : [...all.keys()].at(-1)
  return [...all].map(([model, points]) => {
    const edges = choice.edges[model] ?? []
    const edgesAt = (lead: number) => edges[Math.min(lead + rolled.missing, edges.length - 1)]
    const steps = Array.from(points, (point, lead) => bandAround(point, rolled.spread[lead]!, edgesAt(lead), range))
    return { model, chosen: model === chosen, steps }
  })
}

/** What a value can be, where its property does not say: not below zero if it never was. */
export function rangeOf(values: Float64Array): Range {
  const negative = values.some((value) => value < 0)
  return { min: negative ? -Infinity : 0, max: Infinity }
}
