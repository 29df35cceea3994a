/** What a river does with rain: level = base + slope × (flow of two linear reservoirs in a row, Nash 1957) ^ power. */
export interface RiverCourse {
  delayH: number
  travelH: number
  keeps: number
  power: number
  base: number
  slope: number
  /** How far the level usually lies from it, m. */
  error: number
}

/** What is known of a river before it was seen in flood. */
export interface Prior {
  /** The level that it has where so much runs off for long, m and mm/h … */
  level: number
  runoff: number
  /** … and how long the rain takes, h. */
  lagH: number
}

/** How long rain takes on its way through the hills, and then down the river, h. */
const DELAYS_H = [0.5, 1, 2, 4, 8]
const TRAVELS_H = [0, 0.5, 1, 2]
/** What the ground keeps (SCS 1972: P² / (P + S)), mm/h. */
const KEEPS = [0, 3, 10]
/** How the level grows with the flow (Manning 1891: a wide bed by the power 3/5). */
const POWERS = [0.6, 0.8, 1]
/** Rain must explain this share of how the level moved. */
const LEAST_EXPLAINED = 0.3
/** With so much rain, mm, there is something to learn from. */
const LEAST_RAIN = 5
/** Of a river that was not seen in flood: the middle of what is tried, and how far it may be wrong, as a share of the rise. */
const USUAL = { keeps: 3, power: 0.8 }
const UNSURE = 0.15

/**
 * The course that explains a past best; null where rain does not explain it.
 *
 * @param level m, each step; `rates` mm/h
 */
export function learnCourse(level: Float64Array, rates: Float64Array, stepH: number): RiverCourse | null {
  if (rates.reduce((sum, rate) => sum + rate, 0) * stepH < LEAST_RAIN) return null
  let best: (RiverCourse & { explained: number }) | null = null
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

/** The course of a river that was not seen in flood: from its usual level to one that is known. */
export function presumeCourse({ level, runoff, lagH }: Prior, past: Float64Array): RiverCourse | null {
  const base = past.toSorted()[past.length >> 1]!
  if (level <= base) return null
  const slope = (level - base) / runoff ** USUAL.power
  return { ...USUAL, delayH: lagH / 2, travelH: 0, base, slope, error: UNSURE * (level - base) }
}

/** How far a flow lifts the level, m. */
export function riseOf({ slope, power }: RiverCourse, flow: number): number {
  return slope * Math.max(flow, 0) ** power
}

/** What runs down, mm/h, in each step. */
export function flowOf(
  rates: ArrayLike<number>,
  { delayH, travelH, keeps }: Pick<RiverCourse, 'delayH' | 'travelH' | 'keeps'>,
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

/** The straight line through values and a feature, and how much of them it explains. */
export function fitLine(values: Float64Array, featureAt: (i: number) => number) {
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
