/** What a river does with rain: level = base + slope × (flow of two linear reservoirs in a row, Nash 1957) ^ power. */
export interface RiverCourse {
  delayH: number
  travelH: number
  keeps: number
  power: number
  base: number
  slope: number
  /** The largest flow that it was seen with, mm/h. */
  most: number
  /** How far the level usually lies from it, m. */
  error: number
  /** It was not yet seen in a flood: what is declared of it decides. */
  isPresumed: boolean
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
const WIDE_BED = 0.6
const POWERS = [WIDE_BED, 0.8, 1]
/** Rain must explain this share of how the level moved. */
const LEAST_EXPLAINED = 0.3
/** With so much rain, mm, there is something to learn from. */
const LEAST_RAIN = 5
/** Of a river that was not seen in flood: the middle of what is tried. */
const USUAL = { keeps: 3, power: 0.8 }
/** How far a course may be wrong, as a share of the rise. */
export const UNSURE = 0.15
/** Until so much of that runoff was seen, what is declared is believed rather than what a drizzle shows. */
const SEEN = 1 / 4
/** What is declared of a river counts as much as so many hours of it in flood. */
const DECLARED_H = 3

/**
 * The course that explains a past best; null where rain does not explain it.
 *
 * @param level m, each step; `rates` mm/h
 */
export function learnCourse(
  level: Float64Array,
  rates: Float64Array,
  stepH: number,
  prior: Prior | null,
): RiverCourse | null {
  if (rates.reduce((sum, rate) => sum + rate, 0) * stepH < LEAST_RAIN) return null
  let best: (Omit<RiverCourse, 'isPresumed'> & { explained: number }) | null = null
  for (const delayH of DELAYS_H.filter((hours) => !prior || isNear(2 * hours, prior.lagH))) {
    for (const keeps of KEEPS) {
      const flow = runOff({ delayH, travelH: 0, keeps }, rates, stepH).past
      for (const travelH of TRAVELS_H) {
        const late = Math.round(travelH / stepH)
        for (const power of POWERS) {
          const declared = prior && { feature: prior.runoff ** power, value: prior.level, weight: DECLARED_H / stepH }
          const fit = fitLine(level, (i) => (i < late ? 0 : flow[i - late]! ** power), declared)
          const most = Math.max(...flow.subarray(0, flow.length - late))
          if (fit.slope > 0 && fit.error < (best?.error ?? Infinity)) {
            best = { delayH, travelH, keeps, power, most, ...fit }
          }
        }
      }
    }
  }
  if (!best || best.explained < LEAST_EXPLAINED) return null
  return prior && best.most < SEEN * prior.runoff ? null : { ...best, isPresumed: false }
}

/** The course of a river that was not seen in flood: from its usual level to one that is known. */
export function presumeCourse({ level, runoff, lagH }: Prior, past: Float64Array): RiverCourse | null {
  const base = past.toSorted()[past.length >> 1]!
  if (level <= base) return null
  const slope = (level - base) / runoff ** USUAL.power
  return {
    ...USUAL,
    delayH: lagH / 2,
    travelH: 0,
    base,
    slope,
    most: runoff,
    error: UNSURE * (level - base),
    isPresumed: true,
  }
}

/** How far a flow lifts the level, m: beyond what was seen as in a wide bed at most. */
export function riseOf({ slope, power, most }: RiverCourse, flow: number): number {
  const seen = Math.min(Math.max(flow, 0), most)
  return slope * seen ** power * Math.max(1, flow / most) ** Math.min(power, WIDE_BED)
}

function isNear(a: number, b: number): boolean {
  return a <= 2 * b && b <= 2 * a
}

type Reservoirs = Pick<RiverCourse, 'delayH' | 'travelH' | 'keeps'>

/** What runs down, mm/h: in each step that is over, and in those to come of some rain. */
export function runOff({ delayH, travelH, keeps }: Reservoirs, rates: Float64Array, stepH: number) {
  const late = Math.round(travelH / stepH)
  const stays = Math.exp(-stepH / delayH)
  const [hills, river] = [new Float64Array(rates.length), new Float64Array(rates.length)]
  let [inHills, inRiver] = [0, 0]

  function pass(rate: number): number {
    const runs = rate > 0 ? (rate * rate) / (rate + keeps) : 0
    inHills = stays * inHills + (1 - stays) * runs
    inRiver = stays * inRiver + (1 - stays) * inHills
    return inRiver
  }
  for (let i = 0; i < rates.length; i++) {
    river[i] = pass(i < late ? 0 : rates[i - late]!)
    hills[i] = inHills
  }

  return {
    past: river,
    at: (step: number): number => river[step]!,
    /** With these rates after step `last`. */
    after(last: number, ahead: Float64Array): Float64Array {
      ;[inHills, inRiver] = [hills[last]!, river[last]!]
      return ahead.map((_, i) => pass(i < late ? rates[last + 1 + i - late]! : ahead[i - late]!))
    },
  }
}

/** The straight line through values and a feature, and how much of them it explains. */
export function fitLine(
  values: Float64Array,
  featureAt: (i: number) => number,
  also: { feature: number; value: number; weight: number } | null = null,
) {
  let [count, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0]
  const add = (feature: number, value: number, weight: number) => {
    count += weight
    x += weight * feature
    y += weight * value
    xx += weight * feature * feature
    xy += weight * feature * value
    yy += weight * value * value
  }
  for (let i = 0; i < values.length; i++) add(featureAt(i), values[i]!, 1)
  if (also) add(also.feature, also.value, also.weight)
  const [mean, meanX] = [y / count, x / count]
  const spread = xx / count - meanX * meanX
  const slope = spread > 0 ? (xy / count - meanX * mean) / spread : 0
  const variance = Math.max(yy / count - mean * mean, Number.MIN_VALUE)
  const left = Math.max(variance - slope * slope * spread, 0)
  return { slope, base: mean - slope * meanX, error: Math.sqrt(left), explained: 1 - left / variance }
}
