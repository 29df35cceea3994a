import type { Handover, ShiftNote, Standing } from '@ioc/shared/shift'
import type { ShiftStore } from '../../ports/shift-store.js'

/** Shifts that are forgotten with the process: for tests. */
export function createMemoryShiftStore(): ShiftStore {
  const notes: ShiftNote[] = []
  const handovers = new Map<string, { handover: Handover; standing: Standing }>()

  return {
    async notes(from, to) {
      return structuredClone(notes.filter(({ at }) => at >= from && at < to).sort((a, b) => a.at - b.at))
    },
    async putNote(note) {
      notes.push(structuredClone(note))
    },
    async handovers(limit, before = Infinity) {
      const left = [...handovers.values()].map(({ handover }) => handover).filter(({ leaving }) => leaving.at < before)
      const newest = left.sort((a, b) => b.leaving.at - a.leaving.at)
      return structuredClone(newest.slice(0, limit))
    },
    handover: async (id) => structuredClone(handovers.get(id)),
    async addHandover(handover, standing) {
      handovers.set(handover.id, structuredClone({ handover, standing }))
    },
    async signHandover(handover) {
      const { standing } = handovers.get(handover.id)!
      handovers.set(handover.id, structuredClone({ handover, standing }))
    },
    async removeHandover(id) {
      handovers.delete(id)
    },
  }
}
