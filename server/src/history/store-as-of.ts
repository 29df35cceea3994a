import type { EpochMs } from '@ioc/shared/time'
import type { ObservationStore } from '../ports/observation-store.js'

type Reads = Pick<ObservationStore, 'read' | 'buckets'>

/** The store as somebody read it at a moment: of what had arrived by then. */
export function storeAsOf(store: Reads, known: EpochMs): Reads {
  return {
    read: (datastream, from, to) => store.read(datastream, from, to, known),
    buckets: (query) => store.buckets({ ...query, known }),
  }
}
