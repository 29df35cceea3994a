import type { EpochMs } from '@ioc/shared/time'
import type { ChartPoint } from './series.js'

/**
 * What came together in the last `overMs` at each point: the sum, or the mean, that a rule which looks back holds
 * against its limit. Points before `from` only count; they are not drawn.
 */
export function slideOver(
  points: readonly ChartPoint[],
  { overMs, how, from }: { overMs: number; how: 'sum' | 'mean'; from: EpochMs },
): ChartPoint[] {
  const drawn: ChartPoint[] = []
  let sum = 0
  let count = 0
  let first = 0
  for (const [at, value] of points) {
    if (value === null) continue
    sum += value
    count += 1
    for (; points[first]![0] <= at - overMs; first += 1) {
      const gone = points[first]![1]
      if (gone === null) continue
      sum -= gone
      count -= 1
    }
    if (at >= from) drawn.push([at, how === 'sum' ? sum : sum / count])
  }
  return drawn
}
