import type { StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { IndexKey } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { IndexValue } from '../ports/index-value.js'
import type { ObservationStore } from '../ports/observation-store.js'
import { currentAqi, firstHour } from './current-aqi.js'
import { meansUntil, readHourMeansOfMany } from './hour-means.js'
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
  /** When each station's air was measured last: hours after that had not arrived. */
  const airUntil = new Map<StationId, EpochMs>()
  for (const station of stations) {
    for (const observation of newest(station.id)) {
      if (isPollutant(observation.property))
        airUntil.set(station.id, Math.max(airUntil.get(station.id) ?? 0, observation.at))
      const index = indexMadeBy(observation.property)
      if (!index) continue
      indices.push({ station: station.id, key: index.key, value: toIndexValue(index, station, observation) })
    }
  }
  for (const [station, means] of await readHourMeansOfMany({
    store,
    stations: [...airUntil.keys()],
    from: firstHour(at),
    to: at + 1,
  })) {
    const { hour, day } = currentAqi(meansUntil(means, airUntil.get(station) ?? 0), at)
    indices.push({ station, key: 'vn_aqi', value: hour }, { station, key: 'vn_aqi_day', value: day })
  }
  return indices
}
