import type { Handover, ShiftNote } from '@ioc/shared/shift'
import type { ShiftStore } from '../../ports/shift-store.js'

/** Shifts that are forgotten with the process: for tests. */
export function createMemoryShiftStore(): ShiftStore {
  const notes: ShiftNote[] = []
  const handovers = new Map<string, Handover>()

  return {
    async notes(from, to) {
      return structuredClone(notes.filter(({ at }) => at >= from && at < to).sort((a, b) => a.at - b.at))
    },
    async putNote(note) {
      notes.push(structuredClone(note))
    },
    async handovers(limit, before = Infinity) {
      const left = [...handovers.values()].filter(({ leaving }) => leaving.at < before)
      const newest = left.sort((a, b) => b.leaving.at - a.leaving.at)
      return structuredClone(newest.slice(0, limit))
    },
    async putHandover(handover) {
      handovers.set(handover.id, structuredClone(handover))
    },
    async removeHandover(id) {
      handovers.delete(id)
    },
  }
}
