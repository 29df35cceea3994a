import type { StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { IndexKey } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { IndexValue } from '../ports/index-value.js'
import type { ObservationStore } from '../ports/observation-store.js'
import { currentAqi, firstHour } from './current-aqi.js'
import { readHourMeansOfMany } from './hour-means.js'
import { indexMadeBy, toIndexValue } from './observed-index.js'
import { isPollutant } from './running-means.js'

interface StationIndex {
  station: StationId
  key: IndexKey
  value: IndexValue | null
}

/** The indices of these stations as they were at a moment, from the values that were the `newest` of each then. */
export async function indicesAsOf(
  store: Pick<ObservationStore, 'bucketsByStation'>,
  stations: readonly Station[],
  newest: (station: StationId) => Iterable<Observation>,
  at: EpochMs,
): Promise<StationIndex[]> {
  const indices: StationIndex[] = []
  const ofAir = new Set<StationId>()
  for (const station of stations) {
    for (const observation of newest(station.id)) {
      if (isPollutant(observation.property)) ofAir.add(station.id)
      const index = indexMadeBy(observation.property)
      if (!index) continue
      indices.push({ station: station.id, key: index.key, value: toIndexValue(index, station, observation) })
    }
  }
  for (const [station, means] of await readHourMeansOfMany({
    store,
    stations: [...ofAir],
    from: firstHour(at),
    to: at + 1,
  })) {
    const { hour, day } = currentAqi(means, at)
    indices.push({ station, key: 'vn_aqi', value: hour }, { station, key: 'vn_aqi_day', value: day })
  }
  return indices
}
