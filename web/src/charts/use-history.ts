import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { INTERVALS, MINUTE, type Interval } from '@ioc/shared/time'
import type { WireObservation } from '@ioc/shared/wire'
import { CallFailed, call } from '../access/call.js'
import { RANGE_MS, type Range, type Resolution } from './ranges.js'
import { addToBar, appendPoint, toPoints, type ChartPoint } from './series.js'

export interface HistoryQuery {
  station: string
  property: string
  range: Range
  resolution: Resolution
}

/** What was read and appended is read again now and then: late and corrected values come in behind the newest. */
const READ_AGAIN_MS = 5 * MINUTE
/** Time does not go on like this. */
const LEAP_MS = 2 * MINUTE

/** One property's past, with what arrives live after it. */
export function useHistory(query: Readonly<Ref<HistoryQuery | null>>, now: Readonly<Ref<number>>) {
  const points = shallowRef<readonly ChartPoint[]>([])
  const phase = shallowRef<'loading' | 'ready' | 'failed'>('loading')
  let asked: AbortController | null = null
  let newest = 0

  async function read() {
    asked?.abort()
    const wanted = query.value
    if (!wanted) return
    const own = (asked = new AbortController())
    try {
      const observations = await call<WireObservation[]>(historyPath(wanted, now.value, wanted.resolution.every), {
        signal: own.signal,
      })
      points.value = toPoints(observations)
      newest = Date.parse(observations.at(-1)?.at ?? '1970-01-01T00:00:00Z')
      // A bar of now already holds what came until now.
      if (wanted.resolution.style === 'bars') newest = Math.max(newest, now.value)
      phase.value = 'ready'
    } catch (cause) {
      if (own.signal.aborted) return
      if (cause instanceof CallFailed && phase.value === 'ready') return
      phase.value = 'failed'
    }
  }

  watch(
    () => JSON.stringify(query.value),
    () => {
      phase.value = 'loading'
      points.value = []
      void read()
    },
    { immediate: true },
  )
  // The room has gone to another moment, or this computer has slept.
  watch(now, (at, before) => Math.abs(at - before) > LEAP_MS && void read())
  const timer = setInterval(() => void read(), READ_AGAIN_MS)
  onScopeDispose(() => {
    clearInterval(timer)
    asked?.abort()
  })

  return {
    points,
    phase,
    read,
    /** A live value goes behind the past it belongs to, once. */
    append(at: number, value: number) {
      const resolution = query.value?.resolution
      if (phase.value !== 'ready' || !resolution || at <= newest) return
      newest = at
      points.value =
        resolution.style === 'bars' && resolution.every
          ? addToBar(points.value, at, value, INTERVALS[resolution.every])
          : appendPoint(points.value, at, value)
    },
  }
}

/** Where one property's past is read; without `every`, observation by observation. */
export function historyPath({ station, property, range }: HistoryQuery, now: number, every: Interval | null): string {
  const [from, to] = [now - RANGE_MS[range], now + 1].map((at) => new Date(at).toISOString()) as [string, string]
  const params = new URLSearchParams({ station, property, from, to })
  if (every) params.set('every', every)
  return `observations?${params}`
}
