import type { WireForecast } from '@ioc/shared/forecast'
import type { Peak } from '@ioc/shared/overview'
import { SECOND, type EpochMs } from '@ioc/shared/time'

/** The step in which most is expected, of those that are not over; null where all are. */
export function peakOf({ points, stepS }: Pick<WireForecast, 'points' | 'stepS'>, now: EpochMs): Peak | null {
  let highest: WireForecast['points'][number] | null = null
  for (const point of points) {
    if (Date.parse(point.at) + stepS * SECOND <= now) continue
    if (highest === null || point.p50 > highest.p50) highest = point
  }
  return highest && { at: highest.at, value: highest.p50 }
}
