import { DAY } from '@ioc/shared/time'

export interface Extraordinary {
  /** So many usual sizes at least are extraordinary. */
  least: number
  /** The measure is averaged over about so long; 0: taken as it is. */
  averageMs: number
}

/** What was extraordinary once counts half after so long. */
const FORGETS_MS = 14 * DAY
/** An excursion is over, and its extreme remembered, below this share of it: what grows slowly does not hide itself. */
const OVER = 0.5
/** As large as an earlier extreme, within what is usual, is this share of it. */
const AS_LARGE = 0.9
/** From so many measures on, one counts at most as so many usual ones: what is extraordinary is not learned as usual. */
const LEARNED_FREELY = 50
const MOST = 4
const SIZE_LEARNED_MS = 7 * DAY

/**
 * Judges a measure against its own past: above 1 is larger than `least` times its usual size and as large as every
 * extreme before, on that side, as far as it is remembered. `take` learns what it judges, `judge` does not.
 */
export function watchExtremes({ least, averageMs }: Extraordinary) {
  let average = 0
  let size = 0
  let counted = 0
  const extremes: [low: number, high: number] = [0, 0]
  let peak = 0
  let peakSide: 0 | 1 = 0

  function judge(measure: number): number {
    const bar = Math.max(least * size, AS_LARGE * extremes[measure < 0 ? 0 : 1])
    return bar > 0 ? Math.abs(measure) / bar : 0
  }

  function take(measure: number, gap: number, speaks: boolean): number {
    average = averageMs === 0 ? measure : average + (1 - Math.exp(-gap / averageMs)) * (measure - average)
    const distance = Math.abs(average)
    const side = average < 0 ? 0 : 1
    const fade = 0.5 ** (gap / FORGETS_MS)
    extremes[0] *= fade
    extremes[1] *= fade
    const score = speaks ? judge(average) : 0
    if (side !== peakSide || distance < OVER * peak) {
      extremes[peakSide] = Math.max(extremes[peakSide], peak)
      peak = 0
      peakSide = side
    }
    peak = Math.max(peak, distance)
    counted++
    const share = Math.max(1 - Math.exp(-gap / SIZE_LEARNED_MS), 1 / counted)
    size += share * (Math.min(distance, size > 0 && counted > LEARNED_FREELY ? MOST * size : Infinity) - size)
    return score
  }

  return { take, judge, average: () => average }
}
