import type { PropertyKey, StationId } from './ids.js'
import type { EpochMs } from './time.js'

/** Worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof SEVERITIES)[number]

/** One rule says the same of so many communes at most for one answer to all: they can be named and read. */
export const MOST_COMMUNES_AT_ONCE = 12

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
  /** How severe the alarm was when it was acknowledged: what has become worse since, nobody has acknowledged yet. */
  severity: Severity
}

/** One occurrence of a rule's condition at one station, or at a group of stations. */
export interface Alarm {
  id: string
  rule: string
  /** The station; of a group, its name as `groupId` makes it. */
  station: StationId
  /** Null where the alarm is about the station as a whole (silence). */
  property: PropertyKey | null
  /** As it is now: a condition may worsen and ease while it stands. */
  severity: Severity
  state: AlarmState
  /** Raised by an observation that arrived late. */
  late: boolean
  raisedAt: EpochMs
  /** Since when it stands at this severity and limit; left out: since it was raised. */
  since?: EpochMs
  /** When the condition ended; null while it stands. */
  clearedAt: EpochMs | null
  /** When the value that raised it was measured. */
  phenomenonTime: EpochMs
  value: number | null
  limit: number | null
  message: Localized
  /** Stays through a worsening; a condition that comes back is a new reason to look and has none. */
  ack: Acknowledgement | null
  /** Put aside by a person until a time. */
  shelved: { by: string; until: EpochMs; reason: string } | null
  /** The alarm that explains this one: suppressed by design. */
  suppressedBy: string | null
  /** The maintenance window that covers it. */
  outOfService: string | null
  /** Someone must reset it after its condition has ended. */
  latch: boolean
  /** Who has to act. */
  agency: string | null
  /** An early warning: when its limit is expected to be passed (half of the chance is there by then, or what its rule warns at), and how probable that is at all; null: what is, is so. Unreliable: forecasts of it have done badly lately. */
  early: { at: EpochMs; probability: number; unreliable?: true } | null
  /** What a group alarm is about; null where the alarm is about one station. */
  stations: readonly StationId[] | null
}

export const ALARM_EVENTS = [
  'raised',
  'worsened',
  'eased',
  'updated',
  'returned',
  'cleared',
  'ended',
  'acknowledged',
  'reset',
  'shelved',
  'unshelved',
  'suppressed',
  'unsuppressed',
  'out_of_service',
  'in_service',
  'assigned',
  'commented',
] as const
export type AlarmEventType = (typeof ALARM_EVENTS)[number]

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

/** Stands where a single alarm names its station: the IOC itself, which no station is called. */
export const SYSTEM = 'ioc' as StationId

/** What a group alarm gathers by. */
export type GroupKind = 'gateway' | 'area'

/** The name that a group stands under where a single alarm names its station; no station can have it. */
export function groupId(kind: GroupKind, id: string): StationId {
  return `${kind}~${id}` as StationId
}

/** The group of such a name; null for a station. */
export function groupOf(station: string): { kind: GroupKind; id: string } | null {
  const [, kind, id] = /^(gateway|area)~(.+)$/.exec(station) ?? []
  return kind && id ? { kind: kind as GroupKind, id } : null
}
