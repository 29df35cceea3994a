import { floodLevel } from '@ioc/shared/flood-level'
import { highest } from '@ioc/shared/highest'
import type { StationId } from '@ioc/shared/ids'
import type { ReportRain, ReportRiver } from '@ioc/shared/report'
import type { Station } from '@ioc/shared/station'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { Bucket } from '../ports/observation-store.js'

/** Hours of two days, by station: those from `from` on are the day, those before it the day before. */
export type TwoDays = ReadonlyMap<StationId, readonly Bucket[]>

/** The next limit above each level; above the third there is none. */
const NEXT = ['bd1', 'bd2', 'bd3']

/** The highest level of each gauge, from the greatest value of each hour; the highest báo động first, then the nearest. */
export function riverLines(stations: readonly Station[], hours: TwoDays, from: EpochMs): ReportRiver[] {
  const lines = stations.flatMap(({ id, attributes }) => {
    const [day, before] = split(hours.get(id), from)
    const peak = highest(day)
    if (!peak) return []
    const level = floodLevel(peak.value, attributes)
    const limit = level === null ? null : attributes?.[NEXT[level] ?? '']
    const away = limit === null ? Infinity : typeof limit === 'number' ? limit - peak.value : -peak.value
    const yesterday = highest(before)?.value ?? null
    return [{ away, line: { station: id, value: peak.value, yesterday, level, at: formatTime(peak.at) } }]
  })
  return lines.sort((a, b) => (b.line.level ?? -1) - (a.line.level ?? -1) || a.away - b.away).map(({ line }) => line)
}

/** What fell at each gauge, from the sum of each hour; the most first, dry ones too. */
export function rainLines(stations: readonly Station[], hours: TwoDays, from: EpochMs): ReportRain[] {
  const lines = stations.flatMap(({ id }): ReportRain[] => {
    const [day, before] = split(hours.get(id), from)
    const most = highest(day)
    if (!most) return []
    const yesterday = before.length > 0 ? total(before) : null
    return [{ station: id, value: total(day), yesterday, most: most.value, at: formatTime(most.at) }]
  })
  return lines.sort((a, b) => b.value - a.value)
}

/** What no good value stands behind says nothing. */
function split(buckets: readonly Bucket[] = [], from: EpochMs): [day: Bucket[], before: Bucket[]] {
  const good = buckets.filter(({ quality }) => quality === 'good')
  return [good.filter(({ at }) => at >= from), good.filter(({ at }) => at < from)]
}

function total(buckets: readonly Bucket[]): number {
  return buckets.reduce((sum, { value }) => sum + value, 0)
}
