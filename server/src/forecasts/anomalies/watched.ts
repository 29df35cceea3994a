import type { Doubt } from '@ioc/shared/anomaly'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
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
  seenAt: EpochMs
  /** What stands: flagged first, with its value; null: all fits. */
  anomaly: (Anomaly & { value: number }) | null
  /** When a value did not fit last. */
  oddAt: EpochMs
  /** What was told of it. */
  doubt: StandingDoubt | null
}

/** A doubt with what it rests on. */
export interface StandingDoubt extends Doubt {
  /** How far beyond what it takes to be flagged; from 1 on. */
  score: number
  /** Nearest first. */
  neighbours: readonly Neighbour[]
}

/** A station nearby that measures the same, as it was when it was asked. */
export interface Neighbour {
  station: StationId
  /** How far its last hour lies from what is usual, in usual distances. */
  deviation: number
  /** It sees the same. */
  alike: boolean
}
