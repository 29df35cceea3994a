import type { Suspicion } from '@ioc/shared/anomaly'
import type { EpochMs } from '@ioc/shared/time'

/** Which datastreams were not believed, and when. Durable once resolved. */
export interface SuspicionStore {
  /** A new one, or one that has ended; a datastream has one for each `from`. */
  put(suspicion: Suspicion): Promise<void>
  /** Those that stand or ended after this, oldest first. */
  after(at: EpochMs): Promise<Suspicion[]>
  /** Drops those that ended at or before this. */
  forget(before: EpochMs): Promise<void>
}
