import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { WireExpected } from '@ioc/shared/forecast'
import { HOUR, MINUTE, formatTime, type EpochMs } from '@ioc/shared/time'
import type { ForecastNews } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { EXPECTED_PROPERTIES } from './expected-rows.js'

/** How far ahead the map of what is expected looks. */
export const AHEAD_MS = 3 * HOUR
/** Forecasts come one by one all the time; together they are asked for again no more often than this. */
const REST_MS = MINUTE

export interface Expected {
  /** The moment it is about. */
  at: EpochMs
  stations: readonly WireExpected[]
}

interface ExpectedOptions {
  wanted: Readonly<Ref<boolean>>
  now: Readonly<Ref<EpochMs>>
  news: Readonly<Ref<ForecastNews | null>>
}

/** What is expected in three hours, asked for again as forecasts are made anew; null while nobody wants it or knows it. */
export function useExpected({ wanted, now, news }: ExpectedOptions) {
  const expected = shallowRef<Expected | null>(null)
  const failed = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | null = null
  let told: ForecastNews | null = null

  async function read(): Promise<void> {
    asked?.abort()
    clearTimeout(timer)
    told = news.value
    const { signal } = (asked = new AbortController())
    const at = Math.round((now.value + AHEAD_MS) / (5 * MINUTE)) * 5 * MINUTE
    const asking = new URLSearchParams({ at: formatTime(at), property: EXPECTED_PROPERTIES.join(',') })
    try {
      const stations = await call<WireExpected[]>(`forecasts/expected?${asking}`, { signal })
      expected.value = { at, stations }
      failed.value = false
    } catch {
      if (signal.aborted) return
      failed.value = true
    }
    timer = setTimeout(again, REST_MS)
  }

  /** Nothing is asked where nothing was made anew and the moment is still about the one that is wanted. */
  function again(): void {
    const isOld = expected.value === null || Math.abs(expected.value.at - now.value - AHEAD_MS) > 5 * MINUTE
    if (isOld || told !== news.value) void read()
    else timer = setTimeout(again, REST_MS)
  }

  function stop(): void {
    asked?.abort()
    clearTimeout(timer)
    expected.value = null
  }

  watch(wanted, (isWanted) => (isWanted ? void read() : stop()), { immediate: true })
  onScopeDispose(stop)
  return { expected, failed }
}
