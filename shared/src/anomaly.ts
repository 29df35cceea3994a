import type { Localized } from './alarm.js'
import type { PropertyKey, StationId } from './ids.js'
import type { EpochMs } from './time.js'

/** What does not fit about a value. */
export const ANOMALY_KINDS = ['spike', 'shift', 'drift', 'flatline', 'lost-season'] as const
export type AnomalyKind = (typeof ANOMALY_KINDS)[number]

/** What lies behind it, as far as its neighbours tell. */
export const ANOMALY_CAUSES = ['fault', 'event', 'unclear'] as const
export type AnomalyCause = (typeof ANOMALY_CAUSES)[number]

/** Why a datastream is doubted since `at`. */
export interface Doubt {
  at: EpochMs
  /** What was flagged first. */
  value: number
  kind: AnomalyKind
  cause: AnomalyCause
  why: Localized
}

/** A doubt with what it rests on. */
export interface StandingDoubt extends Doubt {
  /** How far beyond what it takes to be flagged; from 1 on. */
  score: number
  /** The nearest stations of its kind that measure the same, nearest first, as they were when they were asked. */
  neighbours: readonly Neighbour[]
}

export interface Neighbour {
  station: StationId
  /** How far its last hour lay from what is usual, in usual distances. */
  deviation: number
  /** It sees the same. */
  alike: boolean
}

/** From when to when, and why, what is good of a datastream is taken as `suspect`. */
export interface Suspicion {
  station: StationId
  property: PropertyKey
  /** Inclusive: the first value that did not fit. */
  from: EpochMs
  /** Exclusive; null: it goes on. */
  to: EpochMs | null
  doubt: StandingDoubt
}
