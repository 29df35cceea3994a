import type { StationId } from '@ioc/shared/ids'
import type { WireTrend } from '@ioc/shared/overview'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { EpochMs } from '@ioc/shared/time'
import { perHour, type Before } from './per-hour.js'
import { goodOf, type Present } from './state.js'

interface TrendFacts {
  now: EpochMs
  /** Whose trends are wanted. */
  stations: readonly StationId[]
  latest: Present
  before: Before
  properties: readonly ObservedProperty[]
}

/**
 * How fast values move by what was measured within the last hour, in the unit of the property an hour. Of
 * what is summed up, of registers and of angles there is none, nor of a station that fell silent; one of which none is
 * known is left out.
 */
export function trendsOf({ now, stations, latest, before, properties }: TrendFacts): WireTrend[] {
  const moving = new Set(properties.filter(({ over, circular }) => over === 'mean' && !circular).map(({ key }) => key))
  return stations.flatMap((station): WireTrend[] => {
    const trends: Record<string, number> = {}
    const state = latest.get(station)
    if (!state || state.reporting === 'silent') return []
    for (const [property, held] of state.values) {
      if (!moving.has(property as never)) continue
      const trend = perHour(before, goodOf(held), station, property, now)
      if (trend !== null) trends[property] = trend
    }
    return Object.keys(trends).length > 0 ? [{ station, perHour: trends }] : []
  })
}
