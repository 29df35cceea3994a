import { computed, ref, shallowRef, watch } from 'vue'
import type { WireHandover, WireShiftNote } from '@ioc/shared/shift'
import { DAY, SECOND } from '@ioc/shared/time'
import { CallFailed, call } from '../access/call.js'
import { usePolled } from '../access/use-polled.js'
import { useRoom } from '../room/use-room.js'

/** Two sit at two desks while a shift is handed over: each sees soon what the other has done. */
const EVERY_MS = 15 * SECOND

/** Notes and handovers of the shifts, and what somebody on watch does with them. */
export function useShift() {
  const { present } = useRoom()
  const { data: read, ask } = usePolled<WireHandover[]>('handovers?limit=30', EVERY_MS)
  const notes = shallowRef<readonly WireShiftNote[]>([])
  const failed = ref('')
  const busy = ref(false)

  const handovers = computed(() => read.value ?? [])
  /** Handed over, and not taken yet. */
  const pending = computed(() => handovers.value.find(({ taking }) => taking === null) ?? null)

  async function readNotes(): Promise<void> {
    // The shift began when the one before was taken; nobody was on watch for longer than a day.
    const begun = Date.parse(handovers.value.find(({ taking }) => taking !== null)?.taking?.at ?? '')
    const from = Number.isNaN(begun) ? present.value - DAY : begun
    notes.value = await call<WireShiftNote[]>(`shift-notes?from=${from}`).catch(() => notes.value)
  }
  watch(read, readNotes)

  async function act(path: string, body?: object, method = 'POST'): Promise<boolean> {
    busy.value = true
    failed.value = ''
    try {
      await call(path, { method, body })
      await ask()
      return true
    } catch (cause) {
      failed.value = cause instanceof CallFailed ? cause.message : String(cause)
      return false
    } finally {
      busy.value = false
    }
  }
  return {
    handovers,
    pending,
    notes,
    failed,
    busy,
    write: (text: string) => act('shift-notes', { text }),
    leave: (note: string) => act('handovers', note.trim() ? { note: note.trim() } : {}),
    take: (id: string) => act(`${pathOf(id)}/take`, {}),
    withdraw: (id: string) => act(pathOf(id), undefined, 'DELETE'),
  }
}

function pathOf(id: string): string {
  return `handovers/${encodeURIComponent(id)}`
}
