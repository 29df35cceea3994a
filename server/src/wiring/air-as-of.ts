import { setImmediate } from 'node:timers/promises'
import type { StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import { indicesAsOf } from '../indices/as-of.js'
import type { ObservationStore } from '../ports/observation-store.js'

/** A piece of this size holds nothing else up. */
const STATIONS_AT_ONCE = 400

/** VN_AQI of each of these stations as it was at a moment, from the values that were the newest of each then. */
export async function airAsOf(
  store: Pick<ObservationStore, 'bucketsByStation'>,
  stations: readonly Station[],
  newest: (station: StationId) => Iterable<Observation>,
  at: EpochMs,
): Promise<Map<string, number>> {
  const air = new Map<string, number>()
  for (let first = 0; first < stations.length; first += STATIONS_AT_ONCE) {
    await setImmediate()
    const some = stations.slice(first, first + STATIONS_AT_ONCE)
    for (const { station, key, value } of await indicesAsOf(store, some, newest, at))
      if (key === 'vn_aqi' && value) air.set(station, value.value)
  }
  return air
}
