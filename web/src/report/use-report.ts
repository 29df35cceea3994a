import { computed } from 'vue'
import type { WireReport } from '@ioc/shared/report'
import { usePolled } from '../access/use-polled.js'

/** The report of a day, written anew for whoever opens it; null while it is being written. */
export function useReport(day: () => string) {
  const { data, failed } = usePolled<WireReport>(() => `reports/${encodeURIComponent(day())}`, null)
  return { report: computed(() => (data.value?.day === day() ? data.value : null)), failed }
}
