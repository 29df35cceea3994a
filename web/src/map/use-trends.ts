import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { WireTrend } from '@ioc/shared/overview'
import { MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import { call } from '../access/call.js'
import type { Box } from './plan-scene.js'

const EVERY_MS = MINUTE
/** A map that is being moved comes to rest first. */
const REST_MS = SECOND

export type Trends = ReadonlyMap<string, Readonly<Record<string, number>>>

interface TrendsOptions {
  /** Where stations are drawn one by one; null: nowhere. */
  box: Readonly<Ref<Box | null>>
  /** The moment that is shown; null: now. */
  at: Readonly<Ref<EpochMs | null>>
}

/** How far the values of the stations in a box have moved within the last hour, by station and property. */
export function useTrends({ box, at }: TrendsOptions): Readonly<Ref<Trends>> {
  const trends = shallowRef<Trends>(new Map())
  const asking = computed(() => {
    if (box.value === null) return null
    const then = at.value === null ? '' : `&at=${Math.floor(at.value / MINUTE) * MINUTE}`
    return `trends?bbox=${box.value.map((side) => side.toFixed(4)).join(',')}${then}`
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | null = null

  function askIn(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), ms)
  }

  async function ask(): Promise<void> {
    asked?.abort()
    if (asking.value === null) return
    const { signal } = (asked = new AbortController())
    if (!document.hidden) {
      // While none come those of before stay: they are of the last hour, and a minute older.
      const found = await call<WireTrend[]>(asking.value, { signal }).catch(() => null)
      if (signal.aborted) return
      if (found) trends.value = new Map(found.map(({ station, perHour }) => [station, perHour]))
    }
    askIn(EVERY_MS)
  }

  watch(asking, () => askIn(REST_MS), { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    asked?.abort()
  })
  return trends
}
