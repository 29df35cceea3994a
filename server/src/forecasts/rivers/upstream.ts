import { fitLine } from './river-course.js'

/** How long water may take from one gauge to the next, h. */
const TAKES_H = [0.5, 1, 1.5, 2, 3, 4]
/** The gauge above must explain this share of how the level moved. */
const LEAST_EXPLAINED = 0.5

/** How the water comes from the gauge above: so many steps later, and so much of its rise. */
export interface Routing {
  steps: number
  slope: number
}

/**
 * What the past shows of it: a lag and a line, the simplest of routings; null where the two do not move together.
 *
 * @param above the level there; it begins with the same step and may be known for longer, or less long
 */
export function learnAbove(level: Float64Array, above: Float64Array, stepH: number): Routing | null {
  const now = level.length - 1
  let best: (Routing & { explained: number }) | null = null
  for (const hours of TAKES_H) {
    const steps = Math.round(hours / stepH)
    if (steps < 1 || steps > now || above.length <= now - steps) continue
    const fit = fitLine(level.subarray(steps), (i) => above[i]!)
    if (fit.slope > 0 && fit.explained > (best?.explained ?? LEAST_EXPLAINED)) best = { steps, ...fit }
  }
  return best
}

/** How the level moves after `origin` by the water that was seen above by then, metres by lead, as far as that reaches. */
export function aboveAhead({ steps, slope }: Routing, above: Float64Array, origin: number): Float64Array {
  const first = origin - steps
  const known = Math.min(steps, above.length - 1 - first)
  if (first < 0 || known < 1) return new Float64Array(0)
  return Float64Array.from({ length: known }, (_, i) => slope * (above[first + i + 1]! - above[first]!))
}
