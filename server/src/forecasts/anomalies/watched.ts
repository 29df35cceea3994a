import type { StandingDoubt } from '@ioc/shared/anomaly'
import type { PropertyKey } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { Anomaly, DatastreamWatch } from './watch.js'

/** One datastream as the desk follows it. */
export interface Watched {
  station: Station
  property: PropertyKey
  watch: DatastreamWatch
  /** Its past has been looked at. */
  learned: boolean
  /** … and is not tried before this, where it could not be read. */
  learnsAt: EpochMs
  seenAt: EpochMs
  /** What stands: flagged first, with its value; null: all fits. */
  anomaly: (Anomaly & { value: number }) | null
  /** When a value did not fit last. */
  oddAt: EpochMs
  /** What was told of it. */
  doubt: StandingDoubt | null
}
