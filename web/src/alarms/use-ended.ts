import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { DAY } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { useRoom } from '../room/use-room.js'
import { WITHIN, type AlarmFilter } from './filter-alarms.js'

const READ_AGAIN_MS = 30_000

/** Alarms that are over, newest first: of the last day unless the filter says how far back. Read only while looked at. */
export function useEnded(filter: () => AlarmFilter) {
  const { now, rewind } = useRoom()
  const ended = shallowRef<readonly WireAlarm[]>([])

  async function read() {
    const { view, within } = filter()
    if (view !== 'cleared') return
    const from = new Date(now.value - (within === null ? DAY : WITHIN[within])).toISOString()
    ended.value = await call<WireAlarm[]>(`alarms?state=cleared&from=${from}`).catch(() => ended.value)
  }
  watch(
    () => [filter().view, filter().within, rewind.at.value === null ? null : Math.floor(rewind.at.value / DAY)],
    read,
    { immediate: true },
  )
  const timer = setInterval(() => void read(), READ_AGAIN_MS)
  onScopeDispose(() => clearInterval(timer))
  return computed(() => {
    const { value: moment } = rewind.at
    if (moment === null) return ended.value
    return ended.value.filter(({ clearedAt }) => clearedAt !== null && Date.parse(clearedAt) <= moment)
  })
}
