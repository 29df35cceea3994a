import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { WireRainfall } from '@ioc/shared/overview'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { WireStation } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { rainClass, type RainSpan } from './rain-classes.js'

interface RainOptions {
  /** Null: rain is not shown. */
  span: Readonly<Ref<RainSpan | null>>
  /** The moment that is shown; null: now. */
  at: Readonly<Ref<EpochMs | null>>
  stations: Readonly<Ref<ReadonlyMap<string, WireStation>>>
}

/** What rain has fallen, at each gauge and, by the gauge with the most, in each commune that has one. */
export function useRain({ span, at, stations }: RainOptions) {
  const fallen = shallowRef<readonly WireRainfall[]>([])
  const asking = computed(() => {
    if (span.value === null) return null
    return at.value === null ? 'rainfall' : `rainfall?at=${Math.floor(at.value / MINUTE) * MINUTE}`
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | null = null

  async function ask(): Promise<void> {
    asked?.abort()
    clearTimeout(timer)
    if (asking.value === null) return
    const { signal } = (asked = new AbortController())
    const found = document.hidden ? null : await call<WireRainfall[]>(asking.value, { signal }).catch(() => null)
    if (signal.aborted) return
    if (found) fallen.value = found
    timer = setTimeout(() => void ask(), MINUTE)
  }
  watch(asking, () => void ask(), { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    asked?.abort()
  })

  /** mm at each gauge that measured in that time. */
  const sums = computed(() => {
    const { value } = span
    if (value === null) return null
    return new Map(fallen.value.flatMap((each) => (each[value] === null ? [] : [[each.station, each[value]] as const])))
  })
  /** The class of the most that fell in each commune, 0 to 5; where nobody measures there is none. */
  const classes = computed(() => {
    if (span.value === null || sums.value === null) return null
    const most = new Map<string, number>()
    for (const [id, mm] of sums.value) {
      const area = stations.value.get(id)?.area
      if (area !== undefined) most.set(area, Math.max(mm, most.get(area) ?? 0))
    }
    return new Map([...most].map(([area, mm]) => [area, rainClass(mm, span.value as RainSpan)]))
  })
  return { sums, classes }
}
