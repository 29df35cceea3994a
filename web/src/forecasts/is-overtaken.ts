import type { WireForecast } from '@ioc/shared/forecast'
import { HOUR, SECOND, type EpochMs } from '@ioc/shared/time'

/**
 * Whether a newer value lies so far outside of what was expected for its time that the rest cannot be believed either:
 * by more than the width of the 90 % band there, or an hour on where it is wider: minutes ahead a band is a hair, and
 * what has left it may well be where it leads. A river that left its forecast must not be drawn as falling back to it.
 */
export function isOvertaken({ points, stepS }: WireForecast, newest: { at: EpochMs; value: number }): boolean {
  const stepAt = (moment: EpochMs) => points.findLast(({ at }) => Date.parse(at) <= moment)
  const step = stepAt(newest.at)
  if (!step || newest.at - Date.parse(step.at) > stepS * SECOND) return false
  const width = Math.max(...[step, stepAt(newest.at + HOUR)!].map(({ p05, p95 }) => p95 - p05))
  return newest.value > step.p95 + width || newest.value < step.p05 - width
}
