import type { PropertyKey, StationId } from './ids.js'
import type { EpochMs } from './time.js'

/** Worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof SEVERITIES)[number]

/** ISA-18.2 states of one occurrence; `cleared` is back to normal and acknowledged. */
export const ALARM_STATES = [
  'unacknowledged',
  'acknowledged',
  'returned',
  'latched',
  'shelved',
  'suppressed',
  'out_of_service',
  'cleared',
] as const
export type AlarmState = (typeof ALARM_STATES)[number]

export interface Localized {
  vi: string
  en: string
}

export interface Acknowledgement {
  by: string
  at: EpochMs
  note: string | null
}

/** One occurrence of a rule's condition at one station. */
export interface Alarm {
  id: string
  rule: string
  station: StationId
  /** Null where the alarm is about the station as a whole (silence). */
  property: PropertyKey | null
  severity: Severity
  state: AlarmState
  /** Raised by an observation that arrived late. */
  late: boolean
  raisedAt: EpochMs
  clearedAt: EpochMs | null
  /** When the value that raised it was measured. */
  phenomenonTime: EpochMs
  value: number | null
  limit: number | null
  message: Localized
  ack: Acknowledgement | null
  /** Set while `state` is `shelved`. */
  shelved: { by: string; until: EpochMs; reason: string } | null
}

export type AlarmEventType = 'raised' | 'returned' | 'acknowledged' | 'cleared' | 'shelved' | 'unshelved' | 'commented'

/** One transition of one occurrence, as the append-only journal keeps it: the whole alarm after it, and why. */
export interface AlarmEvent {
  /** Grows by one an event; the order of the journal. */
  seq: number
  at: EpochMs
  type: AlarmEventType
  /** Who did it; null where the system did. */
  by: string | null
  /** A note, comment or reason given by a person. */
  text: string | null
  /** The occurrence as it stood after this event. */
  alarm: Alarm
}
