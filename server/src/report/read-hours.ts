import type { PropertyKey, StationId } from '@ioc/shared/ids'
import { HOUR, type EpochMs } from '@ioc/shared/time'
import type { Bucket, BucketQuery, ObservationStore } from '../ports/observation-store.js'

interface HoursQuery {
  store: Pick<ObservationStore, 'bucketsByStation'>
  stations: readonly { id: StationId }[]
  properties: readonly PropertyKey[]
  from: EpochMs
  to: EpochMs
  fn: BucketQuery['fn']
}

interface BucketsQuery extends HoursQuery {
  everyMs: number
}

/** Asked for together: few enough that an answer of all their hours holds nothing up. */
const STATIONS_AT_ONCE = 100

/** What each hour of a range came to, by station, so many stations at a time; of who has nothing, nothing. */
export function readHours(query: HoursQuery): AsyncGenerator<Map<StationId, Bucket[]>> {
  return readBuckets({ ...query, everyMs: HOUR })
}

/** The same of buckets of another length. */
export async function* readBuckets({
  store,
  stations,
  ...query
}: BucketsQuery): AsyncGenerator<Map<StationId, Bucket[]>> {
  for (let first = 0; first < stations.length; first += STATIONS_AT_ONCE) {
    const some = stations.slice(first, first + STATIONS_AT_ONCE).map(({ id }) => id)
    yield await store.bucketsByStation({ ...query, stations: some })
  }
}
