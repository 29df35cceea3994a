import { highest } from '@ioc/shared/highest'
import type { ReportLoad, ReportShare } from '@ioc/shared/report'
import type { Station } from '@ioc/shared/station'
import { DAY, formatTime, type EpochMs } from '@ioc/shared/time'
import type { TwoDays } from './day-water.js'

/** The mean load of one hour, of all who reported in it. */
interface LoadHour {
  at: EpochMs
  value: number
  stations: number
}

/** The hour with the highest load, from the mean of each hour, beside that of the day before; null without a load. */
export function peakLoad(hours: TwoDays, from: EpochMs): ReportLoad | null {
  const sums = new Map<EpochMs, LoadHour>()
  for (const buckets of hours.values()) {
    for (const { at, value, quality } of buckets) {
      if (quality !== 'good') continue
      const before = sums.get(at)
      sums.set(at, { at, value: (before?.value ?? 0) + value, stations: (before?.stations ?? 0) + 1 })
    }
  }
  const peak = highest([...sums.values()].filter(({ at }) => at >= from))
  if (!peak) return null
  const before = highest([...sums.values()].filter(({ at }) => at < from && at >= from - DAY))
  // Compared only where as many were measured: a sum of fewer would look like a change.
  const yesterday = before?.stations === peak.stations ? before.value : null
  return { value: peak.value, yesterday, at: formatTime(peak.at), stations: peak.stations }
}

/** Each substation's hour nearest to what it is rated for, the nearest first. */
export function shareLines(stations: readonly Station[], hours: TwoDays, from: EpochMs): ReportShare[] {
  const lines = stations.flatMap(({ id, attributes }): ReportShare[] => {
    const rated = attributes?.['ratedKw']
    if (typeof rated !== 'number' || rated <= 0) return []
    const day = (hours.get(id) ?? []).filter(({ at, quality }) => at >= from && quality === 'good')
    const peak = highest(day)
    return peak ? [{ station: id, value: peak.value, share: peak.value / rated, at: formatTime(peak.at) }] : []
  })
  return lines.sort((a, b) => b.share - a.share)
}
