import { computed } from 'vue'
import { MINUTE } from '@ioc/shared/time'
import type { WireAnomaly } from '@ioc/shared/wire'
import { usePolled } from '../access/use-polled.js'
import { useRoom } from '../room/use-room.js'
import { orderAnomalies } from './order-anomalies.js'

/** What of a station does not fit its past, now; of a moment gone by nobody knows. */
export function useStationAnomalies(station: () => string | null) {
  const { rewind } = useRoom()
  const path = computed(() => {
    const id = rewind.at.value === null ? station() : null
    return id === null ? null : `anomalies?station=${encodeURIComponent(id)}`
  })
  const { data } = usePolled<WireAnomaly[]>(path, MINUTE)
  return computed(() => orderAnomalies(data.value ?? []))
}
