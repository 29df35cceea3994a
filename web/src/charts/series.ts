import { bucketStart, type EpochMs } from '@ioc/shared/time'
import type { WireObservation } from '@ioc/shared/wire'

/** A point of the drawing; null breaks the line. */
export type ChartPoint = [at: EpochMs, value: number | null]

export function toPoints(observations: readonly WireObservation[]): ChartPoint[] {
  return observations.map(({ at, value }) => [Date.parse(at), value])
}

/** Breaks the line wherever nothing came for longer than `gapMs`: a line there would be an invention. */
export function withGaps(points: readonly ChartPoint[], gapMs: number): ChartPoint[] {
  const drawn: ChartPoint[] = []
  let before: EpochMs | null = null
  for (const point of points) {
    if (before !== null && point[0] - before > gapMs) drawn.push([before + 1, null])
    drawn.push(point)
    before = point[0]
  }
  return drawn
}

/** Which points have a break on either side: no line reaches them, so they need a mark of their own. */
export function lonePoints(drawn: readonly ChartPoint[]): ReadonlySet<number> {
  const isBreak = (index: number) => (drawn[index]?.[1] ?? null) === null
  return new Set([...drawn.keys()].filter((i) => !isBreak(i) && isBreak(i - 1) && isBreak(i + 1)))
}

/** The points with a live value after them; what is not newer than the last one changes nothing. */
export function appendPoint(points: readonly ChartPoint[], at: EpochMs, value: number): readonly ChartPoint[] {
  const last = points.at(-1)
  return last && at <= last[0] ? points : [...points, [at, value]]
}

/** Amounts add to the bar of their time; a new time opens a new bar. */
export function addToBar(bars: readonly ChartPoint[], at: EpochMs, value: number, everyMs: number): ChartPoint[] {
  const start = bucketStart(at, everyMs)
  const index = bars.findIndex(([barAt]) => barAt === start)
  if (index < 0) return [...bars, [start, value]]
  return bars.map((bar, i) => (i === index ? [start, (bar[1] ?? 0) + value] : bar))
}

interface Extremes {
  min: number
  max: number
  sum: number
}

export function extremesOf(points: readonly ChartPoint[]): Extremes | null {
  let found: Extremes | null = null
  for (const [, value] of points) {
    if (value === null) continue
    found = found
      ? { min: Math.min(found.min, value), max: Math.max(found.max, value), sum: found.sum + value }
      : { min: value, max: value, sum: value }
  }
  return found
}
