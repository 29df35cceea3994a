import { LATEST, type EpochMs } from '@ioc/shared/time'
import type { WireForecast } from '@ioc/shared/forecast'
import type { RiverLine } from '@ioc/shared/overview'

/** A river that is expected to pass its next báo động. */
export interface Crossing {
  station: string
  level: 1 | 2 | 3
  limit: number
  at: EpochMs
  /** Expected: more likely than not. Otherwise one chance in four. */
  expected: boolean
}

/** Which of these rivers pass their next limit by the forecasts that stand, what comes first, first. */
export function expectedCrossings(
  forecasts: readonly WireForecast[],
  rivers: readonly Pick<RiverLine, 'station' | 'next'>[],
  now: EpochMs,
): Crossing[] {
  const nexts = new Map(rivers.map(({ station, next }) => [station, next]))
  const found = new Map<string, Crossing>()
  for (const { station, points } of forecasts) {
    const next = nexts.get(station)
    if (!next) continue
    const ahead = points.filter(({ at }) => Date.parse(at) > now)
    const expected = ahead.find(({ p50 }) => p50 >= next.limit)
    const point = expected ?? ahead.find(({ p75 }) => p75 >= next.limit)
    if (!point) continue
    const crossing = {
      station,
      level: next.level,
      limit: next.limit,
      at: Date.parse(point.at),
      expected: expected !== undefined,
    }
    const before = found.get(station)
    if (!before || rank(crossing) < rank(before)) found.set(station, crossing)
  }
  return [...found.values()].sort((a, b) => rank(a) - rank(b))
}

/** What is expected comes before what only may be. */
function rank({ expected, at }: Crossing): number {
  return expected ? at : LATEST + at
}
