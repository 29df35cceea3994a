import type { ObservedProperty } from '@ioc/shared/properties'
import { createHistory } from '../history/read-history.js'
import { storeAsOf } from '../history/store-as-of.js'
import { readIndex } from '../indices/read-index.js'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore, ReadHistory } from '../ports/observation-store.js'
import type { KnownStations } from '../ports/registry.js'

interface HistoryOptions {
  store: ObservationStore
  properties: ReadonlyMap<string, ObservedProperty>
  stations: Pick<KnownStations, 'get'>
  clock: Clock
}

/** Wires what is read of the past: what was measured, and the indices that it gave. */
export function openHistory({ store, properties, stations, clock }: HistoryOptions): ReadHistory {
  return createHistory({
    store,
    properties,
    readIndex(key, { station: id, known, ...query }) {
      const station = stations.get(id)
      if (!station) return null
      if (known === undefined) return readIndex({ ...query, key, store, station, now: clock.now() })
      return readIndex({ ...query, key, store: storeAsOf(store, known), station, now: known })
    },
  })
}
