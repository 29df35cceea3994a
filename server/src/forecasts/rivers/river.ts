import { QUANTILES } from '@ioc/shared/chance'
import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'
import { missingAtEnd, type EvenSeries } from '../series/even-series.js'
import { fillGaps } from '../series/fill-gaps.js'
import { LEAST_ERRORS, widenBands, type Said } from './widen-bands.js'
import { rainAhead } from './rain-ahead.js'
import { learnCourse, presumeCourse, riseOf, runOff, UNSURE, type Prior, type RiverCourse } from './river-course.js'
import type { Quantiles } from '../choice/scores.js'
import { aboveAhead, learnAbove } from './upstream.js'

/** What is known of a river, all in the same steps. */
export interface RiverInput {
  /** Begins with a step that is known; a step that is not is NaN. */
  level: EvenSeries
  /** What fell where its water comes from, mm a step, NaN where nobody measured. */
  rain: Float64Array
  /** The level at the next gauge above; null: there is none. */
  above: Float64Array | null
  prior: Prior | null
}

/** How a river is forecast: by what its past shows, or, where it shows no flood, by what is presumed of it. */
const RIVER_MODELS = ['river', 'river-presumed'] as const

interface RiverForecast {
  model: (typeof RIVER_MODELS)[number]
  steps: Quantiles[]
  /** How far its median would have been off in the rain before, m; null where there was none. */
  usualError: number | null
}

/** Whether a forecast of this model is one of a river in the rain. */
export function isOfRain(model: string): boolean {
  return RIVER_MODELS.some((each) => each === model)
}

/** A river is known from so many days. */
const LEARNS_DAYS = 28
/** From this on the rain decides: as a mean of the last hour, or as what is still to come down, in usual errors. */
const RAINS_MM_H = 2
const RISES = 4
const DECIDES_BY_HOURS = 1
/** How far a forecast is usually off is told once it is known of this share of its leads. */
const MOSTLY = 0.75
const NORMAL = [-1.645, -0.674, 0, 0.674, 1.645] as const

/**
 * The level of a river while it rains, or while rain is still on its way down: for each quantile what comes if the rain
 * goes on so, from where the level was last known. For as long as the water takes from the gauge above, that decides
 * beside the rain. The bands are at least as wide as the same forecast would have been off before (`widen-bands.ts`).
 * Null where it is dry, or where neither the past nor anything else shows what rain does.
 *
 * @param wanted the steps to answer for; they may be longer than those that are known, and have begun already
 */
export function riverAhead(input: RiverInput, wanted: Wanted): RiverForecast | null {
  const { level: series } = input
  const steps = Math.round((LEARNS_DAYS * 24 * HOUR) / series.stepMs)
  const skip = Math.max(0, series.values.length - steps)
  const end = series.start + series.values.length * series.stepMs
  const horizon = Math.ceil((wanted.from + wanted.horizon * wanted.stepMs - end) / series.stepMs)
  const stepH = series.stepMs / HOUR
  const level = knownOf({ ...series, values: series.values.subarray(skip) })
  const rates = Float64Array.from(input.rain.subarray(skip), (mm) => (Number.isNaN(mm) ? 0 : mm / stepH))
  const lately = Math.max(1, Math.round(DECIDES_BY_HOURS / stepH))
  if (level.length < 2 * lately || !rates.some((rate) => rate > 0)) return null

  const course = learnCourse(level, rates, stepH, input.prior) ?? (input.prior && presumeCourse(input.prior, level))
  if (!course) return null
  const above = input.above && knownOf({ ...series, values: input.above.subarray(skip) })
  const { aheadOf, isSwollen } = createOutlook({ level, rates, above, course, stepH, lately })

  const now = level.length - 1
  const bands = aheadOf(now, rates.length - level.length, horizon)
  if (!bands) return null
  const before = originsBefore(now, lately).flatMap((origin) => {
    const isWet = rates.subarray(origin + 1 - lately, origin + 1).some((rate) => rate >= RAINS_MM_H)
    const steps = isWet || isSwollen(origin) ? aheadOf(origin, 0, Math.min(horizon, now - origin)) : null
    return steps ? [{ steps, truth: level.subarray(origin + 1) }] : []
  })
  const model = course.isPresumed ? 'river-presumed' : 'river'
  return { model, steps: inSteps(series, widenBands(bands, before), wanted), usualError: errorOver(before, horizon) }
}

/** Over all leads alike; null while the last of them are hardly known: how far it is off at first says little of then. */
function errorOver(before: readonly Said[], horizon: number): number | null {
  const errors = Array.from({ length: horizon }, (_, lead) => {
    const known = before.filter(({ steps }) => steps.length > lead)
    if (known.length < LEAST_ERRORS) return NaN
    return known.reduce((sum, { steps, truth }) => sum + Math.abs(truth[lead]! - steps[lead]![2]), 0) / known.length
  })
  const told = errors.filter((error) => !Number.isNaN(error))
  return told.length < horizon * MOSTLY ? null : told.reduce((sum, error) => sum + error, 0) / told.length
}

/** The means of longer steps: what is known of them already, and what is expected of the rest. */
function inSteps({ start, stepMs, values }: EvenSeries, ahead: readonly Quantiles[], wanted: Wanted): Quantiles[] {
  const first = Math.round((wanted.from - start) / stepMs)
  const each = Math.round(wanted.stepMs / stepMs)
  const at = (step: number) => ahead[step - values.length] ?? QUANTILES.map(() => values[step]!)
  return Array.from({ length: wanted.horizon }, (_, lead) => {
    const its = Array.from({ length: each }, (_, i) => at(first + lead * each + i)).filter(
      ([value]) => !Number.isNaN(value),
    )
    return QUANTILES.map((_, i) => its.reduce((sum, step) => sum + step[i]!, 0) / its.length) as unknown as Quantiles
  })
}

interface Wanted {
  from: EpochMs
  stepMs: number
  horizon: number
}

interface Known {
  level: Float64Array
  rates: Float64Array
  above: Float64Array | null
  course: RiverCourse
  stepH: number
  /** Steps over which it is judged whether it rains. */
  lately: number
}

/** What would be said of the steps after `origin`, knowing the rain of `missing` steps more; null where it is dry. */
function createOutlook({ level, rates, above, course, stepH, lately }: Known) {
  const flow = runOff(course, rates, stepH)
  const routing = above && learnAbove(level, above, stepH)

  function aheadOf(origin: number, missing: number, horizon: number): Quantiles[] | null {
    const last = origin + missing
    const rateOver = (count: number) =>
      rates.subarray(last + 1 - count, last + 1).reduce((sum, each) => sum + each, 0) / count
    // A cloudburst shows in the last step before it shows in the hour.
    const rate = Math.max(rateOver(lately), rateOver(1))
    const came = routing && aboveAhead(routing, above, origin).subarray(missing)
    const lifts = riseOf(course, flow.at(origin))
    const falls = Math.min(1, Math.max(0, level[origin]! - course.base) / lifts)
    const paths = rainAhead(rates.subarray(0, last + 1), rate, horizon, stepH).map((ahead) => {
      const moves = flow
        .after(last, ahead)
        .map((each) => riseOf(course, each) - lifts)
        // One that stands lower than its course says has as much less to fall: to where it is without rain.
        .map((move) => (move < 0 ? move * falls : move))
      return (came?.length ? alsoFromAbove(moves, came) : moves).map((move) => level[origin]! + move)
    })
    const moved = Math.max(...paths[2]!.map((value) => Math.abs(value - level[origin]!)))
    if (rate < RAINS_MM_H && moved < RISES * course.error) return null
    return Array.from({ length: horizon }, (_, lead) => {
      const usual = course.error * Math.min(1, Math.sqrt(((missing + lead + 1) * stepH) / 3))
      const wander = Math.max(usual, UNSURE * Math.abs(paths[2]![lead]! - level[origin]!))
      return sorted(paths.map((path, i) => path[lead]! + NORMAL[i]! * wander))
    })
  }

  /** Whether there is water of past rain in it. */
  const isSwollen = (origin: number) => riseOf(course, flow.at(origin)) >= RISES * course.error
  return { aheadOf, isSwollen }
}

/** The steps before `now` that a forecast may be tried from, two an hour at most. */
function originsBefore(now: number, lately: number): number[] {
  const apart = Math.max(1, Math.floor(lately / 2))
  return Array.from({ length: Math.max(0, Math.floor((now - lately) / apart)) }, (_, i) => lately + i * apart)
}

/** A level as far as it is known, without gaps. */
function knownOf(series: EvenSeries): Float64Array {
  const { values, stepMs } = series
  return fillGaps(values.subarray(0, values.length - missingAtEnd(series)), Math.round(DAY / stepMs))
}

/** While it is known above what comes, both say the same weight; what they differ by at the end stays. */
function alsoFromAbove(moves: Float64Array, above: Float64Array): Float64Array {
  const last = Math.min(above.length, moves.length) - 1
  return moves.map((move, lead) => move + (above[Math.min(lead, last)]! - moves[Math.min(lead, last)]!) / 2)
}

function sorted(values: number[]): Quantiles {
  return values.toSorted((a, b) => a - b) as unknown as Quantiles
}
