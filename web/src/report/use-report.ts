import { onScopeDispose, shallowRef, watch } from 'vue'
import type { WireReport } from '@ioc/shared/report'
import { call } from '../access/call.js'

/** The report of a day, written anew for whoever opens it; null while it is being written. */
export function useReport(day: () => string) {
  const report = shallowRef<WireReport | null>(null)
  const failed = shallowRef(false)
  let asked: AbortController | null = null

  async function read() {
    asked?.abort()
    const { signal } = (asked = new AbortController())
    report.value = null
    failed.value = false
    try {
      report.value = await call<WireReport>(`reports/${encodeURIComponent(day())}`, { signal })
    } catch {
      if (!signal.aborted) failed.value = true
    }
  }
  watch(day, () => void read(), { immediate: true })
  onScopeDispose(() => asked?.abort())
  return { report, failed }
}
