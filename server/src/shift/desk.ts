import type { Handover, ShiftNote, Standing } from '@ioc/shared/shift'
import { createTurn } from '@ioc/shared/turn'
import type { EpochMs } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { ShiftStore } from '../ports/shift-store.js'
import { countsOf } from './standing.js'

export interface ShiftDesk {
  /** Oldest first; `from` inclusive, `to` exclusive. */
  notes(from: EpochMs, to: EpochMs): Promise<ShiftNote[]>
  write(by: string, text: string): Promise<ShiftNote>
  /** Newest first; only those that were left before a moment where one is given. */
  handovers(limit: number, before?: EpochMs): Promise<Handover[]>
  /** With how the room stood; `not-found` where there is none of that id. */
  handover(id: string): Promise<{ handover: Handover; standing: Standing }>
  /** The leaving one signs for the room as it stands. */
  leave(by: string, note: string | null): Promise<Handover>
  /** The taking one, who must be somebody else, signs for the same. */
  take(id: string, by: string): Promise<Handover>
  /** Who left by mistake goes on, while nobody has taken it. */
  withdraw(id: string, by: string): Promise<void>
}

interface ShiftDeskOptions {
  store: ShiftStore
  clock: Pick<Clock, 'now'>
  newId: () => string
  /** How the room stands now. */
  standing: () => Standing
}

/** Notes of the shift and its handovers. What was written and signed is never changed. */
export function createShiftDesk({ store, clock, newId, standing }: ShiftDeskOptions): ShiftDesk {
  // Two who sign at once must not both be the one.
  const inTurn = createTurn()

  /** The handover of that id, which is the last and waits to be taken. */
  async function waiting(id: string): Promise<Handover> {
    const [last] = await store.handovers(1)
    if (last?.id !== id) throw coded('not-found', `there is no handover ${id} to be taken`)
    if (last.taking) throw coded('shift.taken', `${last.taking.by} has taken it already`)
    return last
  }

  return {
    notes: store.notes,
    async write(by, text) {
      const note: ShiftNote = { id: newId(), at: clock.now(), by, text }
      await store.putNote(note)
      return note
    },
    handovers: store.handovers,
    async handover(id) {
      const found = await store.handover(id)
      if (!found) throw coded('not-found', `there is no handover ${id}`)
      return found
    },
    leave: (by, note) =>
      inTurn(async () => {
        const [last] = await store.handovers(1)
        if (last && !last.taking) throw coded('shift.pending', `${last.leaving.by} has handed over already`)
        const at = clock.now()
        const leaving = { by, at }
        const since = last?.taking?.at ?? null
        const stood = standing()
        const handover: Handover = { id: newId(), since, counts: countsOf(stood), note, leaving, taking: null }
        await store.addHandover(handover, stood)
        return handover
      }),
    take: (id, by) =>
      inTurn(async () => {
        const last = await waiting(id)
        if (last.leaving.by === by) throw coded('shift.same', 'who leaves cannot take the shift as well')
        const taken: Handover = { ...last, taking: { by, at: clock.now() } }
        await store.signHandover(taken)
        return taken
      }),
    withdraw: (id, by) =>
      inTurn(async () => {
        const last = await waiting(id)
        if (last.leaving.by !== by) throw coded('shift.other', `${last.leaving.by} has handed over`)
        await store.removeHandover(id)
      }),
  }
}
