import type { Localized } from './alarm.js'
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
