import type { Observation } from '@ioc/shared/observation'
import type { IndexKey } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { IndexValue, ObservationStore } from '../ports.js'
import { currentAqi, firstHour } from './current-aqi.js'
import { readHourMeans } from './hour-means.js'
import { indexMadeBy, toIndexValue } from './observed-index.js'
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
  for (const observation of newest) {
    air ||= isPollutant(observation.property)
    const index = indexMadeBy(observation.property)
    if (index) indices.push([index.key, toIndexValue(index, station, observation)])
  }
  if (air) {
    const means = await readHourMeans({ store, station: station.id, from: firstHour(at), to: at + 1 })
    const { hour, day } = currentAqi(means, at)
    indices.push(['vn_aqi', hour], ['vn_aqi_day', day])
  }
  return indices
}
