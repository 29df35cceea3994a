import type { Doubt, Suspicion } from '@ioc/shared/anomaly'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'

/** From this moment on a datastream was doubted for another reason than before, or (null) not any more. */
export interface RecalledDoubt {
  station: StationId
  property: PropertyKey
  doubt: Doubt | null
  from: EpochMs
}

/** Which datastreams were not believed, and when. Durable once resolved. */
export interface SuspicionStore {
  /** A new one, or one that has ended; a datastream has one for each `from`. */
  put(suspicion: Suspicion): Promise<void>
  /** Those that stand or ended after this, oldest first. */
  after(at: EpochMs): Promise<Suspicion[]>
  /** Drops those that ended at or before this. */
  forget(before: EpochMs): Promise<void>
}
