import type { EpochMs } from './time.js'

/** A span of work on stations: what alarms there meanwhile is followed and written down, but told to nobody. */
export interface MaintenanceWindow {
  id: string
  /** What is being worked on: at least one of the three; together they add up. */
  stations: readonly string[]
  areas: readonly string[]
  gateway: string | null
  /** Only the alarms of these rules; empty: of all. */
  rules: readonly string[]
  from: EpochMs
  /** Exclusive. */
  to: EpochMs
  reason: string
  by: string
  /** Who ended it before its time. */
  endedBy: string | null
}

/** What is decided of a window before it is made. */
export type NewWindow = Omit<MaintenanceWindow, 'id' | 'by' | 'endedBy'>
