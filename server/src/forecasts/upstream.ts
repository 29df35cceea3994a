import { fitLine } from './river-course.js'

/** How long water may take from one gauge to the next, h. */
const TAKES_H = [0.5, 1, 1.5, 2, 3, 4]
/** The gauge above must explain this share of how the level moved. */
const LEAST_EXPLAINED = 0.5

/**
 * How a level moves when the water comes that a gauge above has seen already: the rise above, as much of it and as late
 * as their past shows (a lag and a line: the simplest of routings). Metres by lead, for as long as it is known above;
 * null where the two do not move together.
 *
 * @param above the level there; it begins with the same step and may be known for longer, or less long
 */
export function fromAbove(level: Float64Array, above: Float64Array, stepH: number): Float64Array | null {
  const now = level.length - 1
  let best: { steps: number; slope: number; explained: number } | null = null
  for (const hours of TAKES_H) {
    const steps = Math.round(hours / stepH)
    if (steps < 1 || steps > now || above.length <= now - steps) continue
    const fit = fitLine(level.subarray(steps), (i) => above[i]!)
    if (fit.slope > 0 && fit.explained > (best?.explained ?? LEAST_EXPLAINED)) best = { steps, ...fit }
  }
  if (!best) return null
  const { slope } = best
  const first = now - best.steps
  return Float64Array.from(
    { length: above.length - 1 - first },
    (_, i) => slope * (above[first + i + 1]! - above[first]!),
  )
}
