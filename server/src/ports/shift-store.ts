import type { Handover, ShiftNote } from '@ioc/shared/shift'
import type { EpochMs } from '@ioc/shared/time'

/** What shifts leave to each other. Durable once resolved. */
export interface ShiftStore {
  /** Oldest first; `from` inclusive, `to` exclusive. */
  notes(from: EpochMs, to: EpochMs): Promise<ShiftNote[]>
  putNote(note: ShiftNote): Promise<void>
  /** Newest first; only those that were left before a moment where one is given. */
  handovers(limit: number, before?: EpochMs): Promise<Handover[]>
  /** A new one, or one that was signed by who takes it. */
  putHandover(handover: Handover): Promise<void>
  removeHandover(id: string): Promise<void>
}
