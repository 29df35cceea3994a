import type { WireTrend } from '@ioc/shared/overview'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { EpochMs } from '@ioc/shared/time'
import { FRESH_MS, valueAt, type Snapshot } from './value-at.js'

interface TrendFacts {
  now: EpochMs
  /** Whose trends are wanted. */
  stations: readonly string[]
  latest: Snapshot
  hourAgo: Snapshot
  properties: readonly ObservedProperty[]
}

/**
 * How far values have moved within the last hour: the newest less that of an hour ago, in the unit of the property. Of
 * what is summed up, of registers and of angles there is none; a station of which none is known is left out.
 */
export function trendsOf({ now, stations, latest, hourAgo, properties }: TrendFacts): WireTrend[] {
  const moving = new Set(properties.filter(({ over, circular }) => over === 'mean' && !circular).map(({ key }) => key))
  return stations.flatMap((station): WireTrend[] => {
    const perHour: Record<string, number> = {}
    for (const property of Object.keys(latest.get(station)?.values ?? {})) {
      if (!moving.has(property as never)) continue
      const value = valueAt(latest, station, property, now)
      const before = valueAt(hourAgo, station, property, now - FRESH_MS)
      if (value !== null && before !== null) perHour[property] = value - before
    }
    return Object.keys(perHour).length > 0 ? [{ station, perHour }] : []
  })
}
