import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { FORECAST_HOLDS_MS, type WireForecast, type ForecastSpan, type WireForecastState } from '@ioc/shared/forecast'
import { MINUTE } from '@ioc/shared/time'
import { call } from '../access/call.js'
import type { Live } from '../live/use-live.js'

export interface ForecastQuery {
  station: string
  property: string
}

/** The server takes a forecast back without a word, and what it says while nothing is heard is lost. */
const ASKED_AGAIN_MS = 2 * MINUTE

/**
 * The forecasts of one datastream by their span, and why there is none; asked for again when one was made anew, and every
 * other minute. While nothing is known both are empty.
 */
export function useForecast(
  query: Readonly<Ref<ForecastQuery | null>>,
  { forecastNews, now }: Pick<Live, 'forecastNews' | 'now'>,
) {
  const forecasts = shallowRef<readonly WireForecast[]>([])
  const states = shallowRef<readonly WireForecastState[]>([])
  let asked: AbortController | null = null

  async function read(): Promise<void> {
    asked?.abort()
    const wanted = query.value
    if (!wanted) return
    const { signal } = (asked = new AbortController())
    const asking = new URLSearchParams({ station: wanted.station, property: wanted.property })
    try {
      const [found, told] = await Promise.all([
        call<WireForecast[]>(`forecasts?${asking}`, { signal }),
        call<WireForecastState[]>(`forecasts/states?${asking}`, { signal }),
      ])
      forecasts.value = found
      states.value = told
    } catch {
      // The chart says itself that the server cannot be reached.
    }
  }

  watch(
    () => (query.value ? `${query.value.station}/${query.value.property}` : ''),
    () => {
      forecasts.value = []
      states.value = []
      void read()
    },
    { immediate: true },
  )
  watch(forecastNews, (told) => {
    const wanted = query.value
    const isOurs = told?.forecasts.some(
      ({ station, property }) => station === wanted?.station && property === wanted.property,
    )
    if (isOurs) void read()
  })
  watch(
    () => Math.floor(now.value / ASKED_AGAIN_MS),
    () => void read(),
  )
  onScopeDispose(() => asked?.abort())

  // Whether the server can still say so or not.
  const isShown = ({ issuedAt }: WireForecast) => now.value - Date.parse(issuedAt) < FORECAST_HOLDS_MS

  return {
    of: (span: ForecastSpan) =>
      computed(() => forecasts.value.find((each) => each.span === span && isShown(each)) ?? null),
    /** Why there is no forecast a day ahead; null where there is one, or where it is never forecast. */
    without: computed(() => states.value.find(({ span }) => span === 'day')?.without ?? null),
  }
}
