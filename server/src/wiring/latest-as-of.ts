import type { Alarm } from '@ioc/shared/alarm'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { LatestStation } from '@ioc/shared/wire'
import { worstOf } from '../alarms/worst.js'
import { indicesAsOf } from '../indices/as-of.js'
import { createLatest } from '../ingest/latest.js'
import { toLatestStation } from '../ingest/latest-station.js'
import type { ObservationStore } from '../ports.js'

interface LatestAsOfOptions {
  store: Pick<ObservationStore, 'newest' | 'buckets'>
  stations: { list(): Station[] }
  alarms: { activeAsOf(at: EpochMs): Promise<Alarm[]> }
}

/** Every station as it was at a moment: its newest values then, the indices they made, and the alarms of that moment. */
export function createLatestAsOf({ store, stations, alarms }: LatestAsOfOptions) {
  return async (at: EpochMs): Promise<(station: Station) => Promise<LatestStation>> => {
    const past = createLatest(await store.newest(at), at)
    past.sweep(stations.list(), at)
    const active = await alarms.activeAsOf(at)
    return async (station) => {
      const values = past.get(station.id)?.values.values() ?? []
      for (const [key, index] of await indicesAsOf(store, station, values, at)) past.setIndex(station.id, key, index)
      return toLatestStation(
        station.id,
        past.get(station.id),
        worstOf(active.filter((alarm) => alarm.station === station.id)),
      )
    }
  }
}
