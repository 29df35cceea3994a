import { floodLevel } from '@ioc/shared/flood-level'
import type { Observation } from '@ioc/shared/observation'
import type { IndexKey } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { ObservationStore } from '../ports.js'
import { currentAqi, firstHour, type IndexValue } from './current-aqi.js'
import { readHourMeans } from './hour-means.js'
import { isPollutant } from './running-means.js'

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
    air ||= isPollutant(property)
    if (property !== 'water_level') continue
    const level = floodLevel(value, station.attributes ?? {})
    if (level !== null) indices.push(['flood_level', { value: level, band: level, main: property, at: measuredAt }])
  }
  if (air) {
    const means = await readHourMeans({ store, station: station.id, from: firstHour(at), to: at + 1 })
    const { hour, day } = currentAqi(means, at)
    indices.push(['vn_aqi', hour], ['vn_aqi_day', day])
  }
  return indices
}
