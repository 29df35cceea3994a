import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { alarmBars, type AlarmBar } from './alarm-bars.js'
import type { StripSpan } from './strip-span.js'

const EVERY_MS = 2 * MINUTE

/** What was raised in the span of the strip, read again every other minute while the page can be seen. */
export function useAlarmBars(span: Readonly<Ref<StripSpan>>, minute: Readonly<Ref<EpochMs>>) {
  const bars = shallowRef<readonly AlarmBar[]>([])
  let asked: AbortController | null = null
  let read = { from: 0, at: 0 }

  watch(
    [() => span.value.from, minute],
    async ([from], before) => {
      const isNear = Math.abs(from - read.from) < EVERY_MS && minute.value - read.at < EVERY_MS
      if (document.hidden || (before.length > 0 && isNear)) return
      read = { from, at: minute.value }
      asked?.abort()
      const { signal } = (asked = new AbortController())
      const { to } = span.value
      try {
        const raised = await call<WireAlarm[]>(`alarms?state=all&from=${from}&to=${to}`, { signal })
        bars.value = alarmBars(raised, from, to)
      } catch {
        if (!signal.aborted) read = { from: 0, at: 0 }
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => asked?.abort())
  return bars
}
