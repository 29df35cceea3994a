import { groupBy } from '@ioc/shared/group-by'
import { LATEST, type EpochMs } from '@ioc/shared/time'
import type { WireForecast } from '@ioc/shared/forecast'
import type { RiverLine } from '@ioc/shared/overview'
import type { WireAlarm } from '@ioc/shared/wire'
import { isOvertaken } from '../forecasts/is-overtaken.js'
import { joinAhead, middleOf } from '../forecasts/join-ahead.js'

/** A river that is expected to pass its next báo động. */
export interface Crossing {
  station: string
  level: 1 | 2 | 3
  limit: number
  at: EpochMs
  /** Expected: more likely than not. Otherwise one chance in four. */
  expected: boolean
}

/**
 * Which of these rivers pass their next limit by the forecasts that stand, what comes first, first: by the next hours as
 * far as they reach, from the newest level on. None that the newest level has left is believed.
 */
export function expectedCrossings(
  forecasts: readonly WireForecast[],
  rivers: readonly Pick<RiverLine, 'station' | 'next' | 'value' | 'at'>[],
  now: EpochMs,
): Crossing[] {
  const byStation = groupBy(forecasts, ({ station }) => station)
  const found: Crossing[] = []
  for (const { station, next, ...level } of rivers) {
    const newest = { at: Date.parse(level.at), value: level.value }
    const believed = byStation.get(station)?.filter((forecast) => !isOvertaken(forecast, newest)) ?? []
    const of = (span: WireForecast['span']) => believed.find((forecast) => forecast.span === span) ?? null
    const ahead = joinAhead(of('hours'), of('day'))
    if (!next || !ahead) continue
    const courseOf = (edge: 'p50' | 'p75') => [
      newest,
      ...ahead.points
        .map((point) => ({ at: middleOf(point, ahead), value: point[edge] }))
        .filter(({ at }) => at > Math.max(now, newest.at)),
    ]
    const expectedAt = passedAt(courseOf('p50'), next.limit)
    const at = expectedAt ?? passedAt(courseOf('p75'), next.limit)
    if (at === null) continue
    const { level: to, limit } = next
    found.push({ station, level: to, limit, at: Math.max(at, now), expected: expectedAt !== null })
  }
  return found.sort((a, b) => rank(a) - rank(b))
}

/** A river is told of once: not those whose level an early warning tells of. */
export function withoutWarned(
  crossings: readonly Crossing[],
  early: readonly Pick<WireAlarm, 'station' | 'property'>[],
): Crossing[] {
  const ofLevels = early.filter(({ property }) => property === 'water_level')
  const warned = new Set<string>(ofLevels.map(({ station }) => station))
  return crossings.filter(({ station }) => !warned.has(station))
}

/** When a course reaches a limit that its first value is below of, straight between its values; null where it never does. */
function passedAt(course: readonly { at: EpochMs; value: number }[], limit: number): EpochMs | null {
  const index = course.findIndex(({ value }, nth) => nth > 0 && value >= limit)
  if (index < 0) return null
  const [before, after] = [course[index - 1]!, course[index]!]
  const share = Math.max(0, Math.min(1, (limit - before.value) / (after.value - before.value)))
  return before.at + share * (after.at - before.at)
}

/** What is expected comes before what only may be. */
function rank({ expected, at }: Crossing): number {
  return expected ? at : LATEST + at
}
