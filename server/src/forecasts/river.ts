import { HOUR } from '@ioc/shared/time'
import { missingAtEnd, type EvenSeries } from './even-series.js'
import { fillGaps } from './fill-gaps.js'
import type { Quantiles } from './scores.js'

export const RIVER = 'river'

/** How long rain takes on its way through the hills, and then down the river, h. */
const DELAYS_H = [0.5, 1, 2, 4, 8]
const TRAVELS_H = [0, 0.5, 1, 2]
/** What the ground keeps (SCS 1972: P² / (P + S)), mm/h. */
const KEEPS = [0, 3, 10]
/** How the level grows with the flow (Manning 1891: a wide bed by the power 3/5). */
const POWERS = [0.6, 0.8, 1]
/** A river is known from so many days … */
const LEARNS_DAYS = 28
/** … with at least so much rain in them, mm … */
const LEAST_RAIN = 5
/** … of which it must explain this share of how the level moved. */
const LEAST_EXPLAINED = 0.3
/** From this on the rain decides: as a mean of the last hour, or as what is still to come down, in usual errors. */
const RAINS_MM_H = 2
const RISES = 4
/** What the rain may do next: of its present rate, fading in so many hours; one path for each quantile. */
const FUTURES = [
  { share: 0, fadesH: 1 },
  { share: 0.7, fadesH: 1.5 },
  { share: 1, fadesH: 4 },
  { share: 1.6, fadesH: 8 },
  { share: 2.5, fadesH: 12 },
] as const
const DECIDES_BY_HOURS = 1
const NORMAL = [-1.645, -0.674, 0, 0.674, 1.645] as const

/** What a river does with rain: level = base + slope × (flow of two linear reservoirs in a row, Nash 1957) ^ power. */
interface Course {
  delayH: number
  travelH: number
  keeps: number
  power: number
  base: number
  slope: number
  /** How far the level usually lies from it, m. */
  error: number
  explained: number
}

/**
 * The level of a river while it rains, or while rain is still on its way down: for each quantile what comes if the rain
 * goes on so, from where the level was last known. Null where it is dry, or where the past does not show what rain does.
 *
 * @param rain mm in each step of the series, NaN where nobody measured
 */
export function riverAhead(series: EvenSeries, rain: Float64Array, horizon: number): Quantiles[] | null {
  const steps = Math.round((LEARNS_DAYS * 24 * HOUR) / series.stepMs)
  const skip = Math.max(0, series.values.length - steps)
  const stepH = series.stepMs / HOUR
  const missing = missingAtEnd(series)
  const level = fillGaps(series.values.subarray(skip, series.values.length - missing), Math.round(24 / stepH))
  const rates = Float64Array.from(rain.subarray(skip), (mm) => (Number.isNaN(mm) ? 0 : mm / stepH))
  const lately = Math.max(1, Math.round(DECIDES_BY_HOURS / stepH))
  const rateOver = (count: number) => rates.subarray(-count).reduce((sum, rate) => sum + rate, 0) / count
  const hour = rateOver(lately)
  if (level.length < 2 * lately || rates.reduce((sum, rate) => sum + rate, 0) * stepH < LEAST_RAIN) return null

  const course = learn(level, rates, stepH)
  if (!course) return null
  const now = level.length - 1
  // A cloudburst shows in the last step before it shows in the hour.
  const rate = Math.max(hour, rateOver(1))
  const paths = FUTURES.map(({ share, fadesH }) => {
    const ahead = Float64Array.from({ length: horizon }, (_, i) => rate * share * Math.exp((-(i + 1) * stepH) / fadesH))
    const flow = flowOf([...rates, ...ahead], course, stepH)
    const from = rise(course, flow[now]!)
    return Float64Array.from(ahead, (_, lead) => level[now]! + rise(course, flow[now + missing + 1 + lead]!) - from)
  })
  const moved = Math.max(...paths[2]!.map((value) => Math.abs(value - level[now]!)))
  if (rate < RAINS_MM_H && moved < RISES * course.error) return null
  return Array.from({ length: horizon }, (_, lead) => {
    const wander = course.error * Math.min(1, Math.sqrt(((missing + lead + 1) * stepH) / 3))
    return sorted(paths.map((path, i) => path[lead]! + NORMAL[i]! * wander))
  })
}

function rise({ slope, power }: Course, flow: number): number {
  return slope * Math.max(flow, 0) ** power
}

/** The course that explains the past best; null where none does. */
function learn(level: Float64Array, rates: Float64Array, stepH: number): Course | null {
  let best: Course | null = null
  for (const delayH of DELAYS_H) {
    for (const keeps of KEEPS) {
      const flow = flowOf(rates, { delayH, travelH: 0, keeps }, stepH)
      for (const travelH of TRAVELS_H) {
        const late = Math.round(travelH / stepH)
        for (const power of POWERS) {
          const fit = fitLine(level, (i) => (i < late ? 0 : flow[i - late]! ** power))
          if (fit.slope > 0 && fit.error < (best?.error ?? Infinity)) best = { delayH, travelH, keeps, power, ...fit }
        }
      }
    }
  }
  return best && best.explained >= LEAST_EXPLAINED ? best : null
}

/** What runs down, mm/h, in each step. */
function flowOf(
  rates: ArrayLike<number>,
  { delayH, travelH, keeps }: Pick<Course, 'delayH' | 'travelH' | 'keeps'>,
  stepH: number,
): Float64Array {
  const late = Math.round(travelH / stepH)
  const stays = Math.exp(-stepH / delayH)
  const flow = new Float64Array(rates.length)
  let [hills, river] = [0, 0]
  for (let i = 0; i < rates.length; i++) {
    const rate = i < late ? 0 : rates[i - late]!
    const runs = rate > 0 ? (rate * rate) / (rate + keeps) : 0
    hills = stays * hills + (1 - stays) * runs
    river = stays * river + (1 - stays) * hills
    flow[i] = river
  }
  return flow
}

function fitLine(values: Float64Array, featureAt: (i: number) => number) {
  const count = values.length
  let [x, y, xx, xy, yy] = [0, 0, 0, 0, 0]
  for (let i = 0; i < count; i++) {
    const feature = featureAt(i)
    const value = values[i]!
    x += feature
    y += value
    xx += feature * feature
    xy += feature * value
    yy += value * value
  }
  const [mean, meanX] = [y / count, x / count]
  const spread = xx / count - meanX * meanX
  const slope = spread > 0 ? (xy / count - meanX * mean) / spread : 0
  const variance = Math.max(yy / count - mean * mean, Number.MIN_VALUE)
  const left = Math.max(variance - slope * slope * spread, 0)
  return { slope, base: mean - slope * meanX, error: Math.sqrt(left), explained: 1 - left / variance }
}

function sorted(values: number[]): Quantiles {
  return values.toSorted((a, b) => a - b) as unknown as Quantiles
}
