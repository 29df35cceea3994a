import type { Handover, ShiftNote, Standing } from '@ioc/shared/shift'
import type { EpochMs } from '@ioc/shared/time'

/** What shifts leave to each other. Durable once resolved. */
export interface ShiftStore {
  /** Oldest first; `from` inclusive, `to` exclusive. */
  notes(from: EpochMs, to: EpochMs): Promise<ShiftNote[]>
  putNote(note: ShiftNote): Promise<void>
  /** Newest first; only those that were left before a moment where one is given. */
  handovers(limit: number, before?: EpochMs): Promise<Handover[]>
  /** The one of that id; undefined: there is none. */
  handover(id: string): Promise<{ handover: Handover; standing: Standing } | undefined>
  addHandover(handover: Handover, standing: Standing): Promise<void>
  /** One that was added, as it is signed now. */
  signHandover(handover: Handover): Promise<void>
  removeHandover(id: string): Promise<void>
}
