import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { DAY, formatTime, MINUTE, type EpochMs } from '@ioc/shared/time'
import type { WireObservation } from '@ioc/shared/wire'
import { call } from '../../access/call.js'
import { toPoints, type ChartPoint } from '../../charts/series.js'

const READ_AGAIN_MS = 10 * MINUTE
/** Of the last day, one point for so long a time. */
export const SPARK_EVERY_MS = 10 * MINUTE
export const SPARK_SPAN_MS = DAY

interface SparksOptions {
  station: Readonly<Ref<string>>
  keys: Readonly<Ref<readonly string[]>>
  /** The end of the day, that of the moment at which the room is. */
  to: Readonly<Ref<EpochMs>>
}

/** The last day of each of these properties, small; one after the other, for nobody waits for them. */
export function useSparks({ station, keys, to }: SparksOptions) {
  const sparks = shallowRef<ReadonlyMap<string, readonly ChartPoint[]>>(new Map())
  let asked: AbortController | null = null

  async function read() {
    asked?.abort()
    const own = (asked = new AbortController())
    const end = to.value
    const found = new Map<string, readonly ChartPoint[]>()
    for (const key of keys.value) {
      const span = { from: formatTime(end - SPARK_SPAN_MS), to: formatTime(end) }
      const asking = new URLSearchParams({ station: station.value, property: key, every: '10m', ...span })
      const values = await call<WireObservation[]>(`observations?${asking}`, own).catch(() => null)
      if (own.signal.aborted) return
      if (values) sparks.value = new Map(found.set(key, toPoints(values)))
    }
  }
  watch([station, () => keys.value.join(), () => Math.floor(to.value / READ_AGAIN_MS)], () => void read(), {
    immediate: true,
  })
  onScopeDispose(() => asked?.abort())
  return sparks
}
