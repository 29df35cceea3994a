import type { WireForecast } from '@ioc/shared/forecast'
import { SECOND, type EpochMs } from '@ioc/shared/time'

/**
 * Whether a newer value lies so far outside of what was expected for its time that the rest cannot be believed either:
 * by more than the width of the 90 % band. A river that left its forecast must not be drawn as falling back to it.
 */
export function isOvertaken({ points, stepS }: WireForecast, newest: { at: EpochMs; value: number }): boolean {
  const step = points.findLast(({ at }) => Date.parse(at) <= newest.at)
  if (!step || newest.at - Date.parse(step.at) > stepS * SECOND) return false
  const width = step.p95 - step.p05
  return newest.value > step.p95 + width || newest.value < step.p05 - width
}
