import { floodLevel } from '@ioc/shared/flood-level'
import type { Observation } from '@ioc/shared/observation'
import type { IndexKey } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import { AQI_POLLUTANTS } from '@ioc/shared/vn-aqi'
import type { ObservationStore } from '../ports.js'
import { currentAqi, type IndexValue } from './current-aqi.js'

const POLLUTANTS: ReadonlySet<string> = new Set(AQI_POLLUTANTS)

/** The indices of a station as they were at a moment, from the values that were its newest then. */
export async function indicesAsOf(
  store: Pick<ObservationStore, 'buckets'>,
  station: Station,
  newest: Iterable<Observation>,
  at: EpochMs,
): Promise<[IndexKey, IndexValue | null][]> {
  const indices: [IndexKey, IndexValue | null][] = []
  let air = false
  for (const { property, value, at: measuredAt } of newest) {
    air ||= POLLUTANTS.has(property)
    if (property !== 'water_level') continue
    const level = floodLevel(value, station.attributes ?? {})
    if (level !== null) indices.push(['flood_level', { value: level, band: level, main: property, at: measuredAt }])
  }
  if (air) {
    const { hour, day } = await currentAqi(store, station.id, at)
    indices.push(['vn_aqi', hour], ['vn_aqi_day', day])
  }
  return indices
}
