import { shallowRef, watch, type Ref } from 'vue'
import type { WireAlarm } from '@ioc/shared/wire'
import { call } from '../../access/call.js'
import type { Span } from '../../charts/chart-window.js'

const SETTLED_MS = 400
/** More marks than this are a hatching and not marks. */
const MOST = 60

/** The alarms of a station that began in view, the newest first. */
export function useOccurrences(station: () => string, span: Readonly<Ref<Span>>) {
  const occurrences = shallowRef<readonly WireAlarm[]>([])
  watch(
    () => ({ id: station(), ...span.value }),
    ({ id, from, to }, _, onCleanup) => {
      const own = new AbortController()
      const timer = setTimeout(async () => {
        const asking = new URLSearchParams({ station: id, state: 'all', from: String(from), to: String(to) })
        const found = await call<WireAlarm[]>(`alarms?${asking}`, own).catch(() => null)
        if (found) occurrences.value = newestOf(found)
      }, SETTLED_MS)
      onCleanup(() => {
        clearTimeout(timer)
        own.abort()
      })
    },
    { immediate: true },
  )
  return { occurrences }
}

function newestOf(alarms: readonly WireAlarm[]): WireAlarm[] {
  return alarms.toSorted((a, b) => Date.parse(b.raisedAt) - Date.parse(a.raisedAt)).slice(0, MOST)
}
