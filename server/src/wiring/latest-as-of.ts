import type { Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { LatestStation } from '@ioc/shared/wire'
import { worstOf } from '../alarms/worst.js'
import { indicesAsOf } from '../indices/as-of.js'
import { createLatest } from '../ingest/latest.js'
import { toLatestStation, type SuspicionOf } from '../ingest/latest-station.js'
import type { ObservationStore } from '../ports/observation-store.js'

interface LatestAsOfOptions {
  store: Pick<ObservationStore, 'newest' | 'bucketsByStation'>
  stations: { list(): Station[] }
  alarms: { activeAsOf(at: EpochMs): Promise<Alarm[]> }
  suspicionOf: SuspicionOf
}

/** Stations as they were at a moment: their newest values then, the indices they made, and the alarms of that moment. */
export function createLatestAsOf({ store, stations, alarms, suspicionOf }: LatestAsOfOptions) {
  return async (at: EpochMs, asked: readonly Station[]): Promise<LatestStation[]> => {
    const past = createLatest(await store.newest(at), at)
    past.sweep(stations.list(), at)
    const active = await alarms.activeAsOf(at)
    const newest = (id: StationId) => past.get(id)?.values.values() ?? []
    for (const { station, key, value } of await indicesAsOf(store, asked, newest, at))
      past.setIndex(station, key, value)
    return asked.map(({ id }) =>
      toLatestStation(id, past.get(id), worstOf(active.filter((alarm) => alarm.station === id)), suspicionOf),
    )
  }
}
