import { computed } from 'vue'
import type { WireHandover, WireShiftNote } from '@ioc/shared/shift'
import { SECOND } from '@ioc/shared/time'
import { call } from '../access/call.js'
import { useDeed } from '../access/use-deed.js'
import { usePolled } from '../access/use-polled.js'

/** Two sit at two desks while a shift is handed over: each sees soon what the other has done. */
const EVERY_MS = 15 * SECOND

/** Notes and handovers of the shifts, null until they were read, and what somebody on watch does with them. */
export function useShift() {
  const { data: handovers, failed: unread, ask } = usePolled<WireHandover[]>('handovers?limit=30', EVERY_MS)
  /** The shift began when the one before was taken; before the first ever, notes of a day are told. */
  const notesPath = computed(() => {
    const begun = handovers.value?.find(({ taking }) => taking !== null)?.taking?.at
    if (begun) return `shift-notes?from=${Date.parse(begun)}`
    return handovers.value && 'shift-notes'
  })
  const { data: notes, failed: notesUnread, ask: askNotes } = usePolled<WireShiftNote[]>(notesPath, EVERY_MS)
  const { busy, fault, act } = useDeed('shift.failed', { after: () => Promise.all([ask(), askNotes()]) })

  /** Handed over, and not taken yet. */
  const pending = computed(() => handovers.value?.find(({ taking }) => taking === null) ?? null)

  const send = (path: string, body?: object, method = 'POST') => act(() => call(path, { method, body }))
  return {
    handovers,
    pending,
    notes,
    /** What is there is not the newest. */
    unread: computed(() => unread.value || notesUnread.value),
    fault,
    busy,
    write: (text: string) => send('shift-notes', { text }),
    leave: (note: string) => send('handovers', note.trim() ? { note: note.trim() } : {}),
    take: (id: string) => send(`${pathOf(id)}/take`, {}),
    withdraw: (id: string) => send(pathOf(id), undefined, 'DELETE'),
  }
}

function pathOf(id: string): string {
  return `handovers/${encodeURIComponent(id)}`
}
