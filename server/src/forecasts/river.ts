import { DAY, HOUR } from '@ioc/shared/time'
import { missingAtEnd, type EvenSeries } from './even-series.js'
import { fillGaps } from './fill-gaps.js'
import { rainAhead } from './rain-ahead.js'
import { flowOf, learnCourse, presumeCourse, riseOf, type Prior } from './river-course.js'
import type { Quantiles } from './scores.js'
import { fromAbove } from './upstream.js'

/** What is known of a river besides its level, in the same steps. */
export interface RiverInput {
  /** What fell where its water comes from, mm a step, NaN where nobody measured. */
  rain: Float64Array
  /** The level at the next gauge above; null: there is none. */
  above: Float64Array | null
  prior: Prior | null
}

/** How a river was forecast: by what its past shows, or, where it shows no flood, by what is presumed of it. */
type RiverModel = 'river' | 'river-presumed'

/** A river is known from so many days. */
const LEARNS_DAYS = 28
/** From this on the rain decides: as a mean of the last hour, or as what is still to come down, in usual errors. */
const RAINS_MM_H = 2
const RISES = 4
const DECIDES_BY_HOURS = 1
const NORMAL = [-1.645, -0.674, 0, 0.674, 1.645] as const

/**
 * The level of a river while it rains, or while rain is still on its way down: for each quantile what comes if the rain
 * goes on so, from where the level was last known. For as long as the water takes from the gauge above, that decides beside the
 * rain. Null where it is dry, or where neither the past nor anything else shows what rain does.
 */
export function riverAhead(
  series: EvenSeries,
  input: RiverInput,
  horizon: number,
): { model: RiverModel; steps: Quantiles[] } | null {
  const steps = Math.round((LEARNS_DAYS * 24 * HOUR) / series.stepMs)
  const skip = Math.max(0, series.values.length - steps)
  const stepH = series.stepMs / HOUR
  const missing = missingAtEnd(series)
  const level = knownOf({ ...series, values: series.values.subarray(skip) })
  const rates = Float64Array.from(input.rain.subarray(skip), (mm) => (Number.isNaN(mm) ? 0 : mm / stepH))
  const lately = Math.max(1, Math.round(DECIDES_BY_HOURS / stepH))
  const rateOver = (count: number) => rates.subarray(-count).reduce((sum, rate) => sum + rate, 0) / count
  if (level.length < 2 * lately || !rates.some((rate) => rate > 0)) return null

  const now = level.length - 1
  const learned = learnCourse(level, rates, stepH)
  const course = learned ?? (input.prior && presumeCourse(input.prior, level))
  if (!course) return null
  // A cloudburst shows in the last step before it shows in the hour.
  const rate = Math.max(rateOver(lately), rateOver(1))
  const past = flowOf(rates, course, stepH)
  const came =
    input.above &&
    fromAbove(level, knownOf({ ...series, values: input.above.subarray(skip) }), stepH)?.subarray(missing)
  const paths = rainAhead(rates, rate, horizon, stepH).map((ahead) => {
    const flow = flowOf([...rates, ...ahead], course, stepH)
    const moves = ahead.map((_, lead) => riseOf(course, flow[now + missing + 1 + lead]!) - riseOf(course, past[now]!))
    return (came?.length ? alsoFromAbove(moves, came) : moves).map((move) => level[now]! + move)
  })
  const moved = Math.max(...paths[2]!.map((value) => Math.abs(value - level[now]!)))
  if (rate < RAINS_MM_H && moved < RISES * course.error) return null
  return {
    model: learned ? 'river' : 'river-presumed',
    steps: Array.from({ length: horizon }, (_, lead) => {
      const wander = course.error * Math.min(1, Math.sqrt(((missing + lead + 1) * stepH) / 3))
      return sorted(paths.map((path, i) => path[lead]! + NORMAL[i]! * wander))
    }),
  }
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
