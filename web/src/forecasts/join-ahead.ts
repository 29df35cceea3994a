import type { WireForecast, WireForecastPoint } from '@ioc/shared/forecast'
import { SECOND, type EpochMs } from '@ioc/shared/time'

/** What is expected of a datastream as one: of the next hours in their fine steps, beyond them hour by hour. */
export interface ForecastAhead extends Omit<WireForecast, 'points' | 'span'> {
  /** A step that is not of the same length says its own. */
  points: readonly (WireForecastPoint & { stepS?: number })[]
}

/**
 * Two forecasts of a datastream as one story: what the next hours say is not told again, and otherwise, by the hour; the
 * day takes over where they end.
 */
export function joinAhead(hours: WireForecast | null, day: WireForecast | null): ForecastAhead | null {
  if (!hours || !day) return hours ?? day
  const last = hours.points.at(-1)
  const end = last ? Date.parse(last.at) + hours.stepS * SECOND : 0
  const beyond = day.points.filter(({ at }) => Date.parse(at) >= end).map((point) => ({ ...point, stepS: day.stepS }))
  return { ...hours, points: [...hours.points, ...beyond] }
}

/** A step speaks of its whole time: its value stands in the middle of it. */
export function middleOf(
  { at, stepS }: { at: string; stepS?: number },
  forecast: Pick<ForecastAhead, 'stepS'>,
): EpochMs {
  return Date.parse(at) + ((stepS ?? forecast.stepS) * SECOND) / 2
}
