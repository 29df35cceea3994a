import type { AlarmState, Localized, Severity } from './alarm.js'
import type { EpochMs } from './time.js'
import type { IsoTime } from './wire.js'

/** What somebody on watch wrote down for the others. Never changed. */
export interface ShiftNote {
  id: string
  at: EpochMs
  by: string
  text: string
}

/** An alarm as it stood when a shift was handed over. */
export interface HandedAlarm {
  id: string
  station: string
  severity: Severity
  state: AlarmState
  message: Localized
  raisedAt: IsoTime
  /** At this severity; left out by older versions. */
  since?: IsoTime | undefined
  /** Why it was put aside, where somebody said so. */
  reason: string | null
}

/** How the room stood at a handover, kept so that it can be read again. */
export interface Standing {
  /** What is neither over nor put aside, worst first. */
  open: HandedAlarm[]
  shelved: HandedAlarm[]
  outOfService: HandedAlarm[]
  /** Stations that say nothing. */
  silent: string[]
}

export interface SignOff {
  by: string
  at: EpochMs
}

export type StandingCounts = Record<keyof Standing, number>

/** A shift handed over: signed by who leaves, then by who takes it. How the room stood is kept beside it. */
export interface Handover {
  id: string
  /** When the shift before was handed over; null: nobody ever had. */
  since: EpochMs | null
  /** How many stood so then. */
  counts: StandingCounts
  /** What the leaving one says to the taking one. */
  note: string | null
  leaving: SignOff
  /** Null: nobody has taken it yet. */
  taking: SignOff | null
}

export type Wired<T> = { [K in keyof T]: K extends 'at' ? IsoTime : T[K] }
export type WireShiftNote = Wired<ShiftNote>
export type WireHandover = Omit<Handover, 'since' | 'leaving' | 'taking'> & {
  since: IsoTime | null
  leaving: Wired<SignOff>
  taking: Wired<SignOff> | null
}
/** One handover, with how the room stood: in a large province a long answer. */
export type WireHandoverWhole = WireHandover & { standing: Standing }
