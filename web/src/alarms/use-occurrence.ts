import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { WireAlarm, WireAlarmEvent } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { useRoom } from '../room/use-room.js'

/** One occurrence: as it stands while it is live, as it was kept when it is over, and everything that happened to it. */
export function useOccurrence(id: () => string) {
  const { state, rewind } = useRoom()
  const kept = shallowRef<WireAlarm | null>(null)
  const story = shallowRef<readonly WireAlarmEvent[]>([])
  /** At a moment of the past nobody knew yet what came after. */
  const events = computed(() => {
    const { value: moment } = rewind.at
    return moment === null ? story.value : story.value.filter(({ at }) => Date.parse(at) <= moment)
  })
  const missing = shallowRef(false)
  let asked: AbortController | null = null

  const standing = computed(() => state.value.alarms.get(id()))
  const own = computed(() => (kept.value?.id === id() ? kept.value : null))
  /** As it is now it says nothing of a moment at which it had not begun; of one after its end it says all. */
  const alarm = computed(() => {
    if (standing.value) return standing.value
    const { value: moment } = rewind.at
    const isOver = own.value?.clearedAt != null && moment !== null && Date.parse(own.value.clearedAt) <= moment
    return moment === null || rewind.ahead.value || isOver ? own.value : null
  })
  const notYet = computed(() => own.value !== null && alarm.value === null)

  async function read() {
    asked?.abort()
    const { signal } = (asked = new AbortController())
    const path = `alarms/${encodeURIComponent(id())}`
    try {
      const [one, all] = await Promise.all([
        call<WireAlarm>(path, { signal }),
        call<WireAlarmEvent[]>(`${path}/events`, { signal }),
      ])
      kept.value = one
      story.value = all
      missing.value = false
    } catch {
      if (!signal.aborted) missing.value = alarm.value === null
    }
  }

  watch(id, () => (story.value = []))
  // A new object of the feed means that something has happened to it.
  watch([id, standing], () => void read(), { immediate: true })
  onScopeDispose(() => asked?.abort())
  return { alarm, events, missing, notYet, read }
}
