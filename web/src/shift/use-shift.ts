import { computed, ref, shallowRef } from 'vue'
import type { WireHandover, WireShiftNote } from '@ioc/shared/shift'
import { DAY, MINUTE } from '@ioc/shared/time'
import { CallFailed, call } from '../access/call.js'
import { usePolled } from '../access/use-polled.js'
import { useRoom } from '../room/use-room.js'

/** Notes and handovers of the shifts, and what somebody on watch does with them. */
export function useShift() {
  const { present } = useRoom()
  const { data: read } = usePolled<WireHandover[]>('handovers?limit=30', MINUTE)
  const fresh = shallowRef<WireHandover[] | null>(null)
  const notes = shallowRef<readonly WireShiftNote[]>([])
  const failed = ref('')
  const busy = ref(false)

  const handovers = computed(() => fresh.value ?? read.value ?? [])
  /** Handed over, and not taken yet. */
  const pending = computed(() => handovers.value.find(({ taking }) => taking === null) ?? null)

  async function readAgain() {
    fresh.value = await call<WireHandover[]>('handovers?limit=30')
    // The shift began when the one before was taken; nobody was on watch for longer than a day.
    const begun = Date.parse(fresh.value.find(({ taking }) => taking !== null)?.taking?.at ?? '')
    const from = Number.isNaN(begun) ? present.value - DAY : begun
    notes.value = await call<WireShiftNote[]>(`shift-notes?from=${from}`)
  }
  async function act(path: string, body?: object): Promise<boolean> {
    busy.value = true
    failed.value = ''
    try {
      await call(path, { method: 'POST', body })
      await readAgain()
      return true
    } catch (cause) {
      failed.value = cause instanceof CallFailed ? cause.message : String(cause)
      return false
    } finally {
      busy.value = false
    }
  }
  void readAgain().catch(() => undefined)

  return {
    handovers,
    pending,
    notes,
    failed,
    busy,
    write: (text: string) => act('shift-notes', { text }),
    leave: (note: string) => act('handovers', note.trim() ? { note: note.trim() } : {}),
    take: (id: string) => act(`handovers/${encodeURIComponent(id)}/take`, {}),
  }
}
