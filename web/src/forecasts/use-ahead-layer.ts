import { computed, type Ref } from 'vue'
import type { EpochMs } from '@ioc/shared/time'
import { AHEAD_MS, RANGE_MS } from '../charts/ranges.js'
import type { ChartPoint } from '../charts/series.js'
import type { HistoryQuery } from '../charts/use-history.js'
import { useWords } from '../i18n/use-words.js'
import { useRoom } from '../room/use-room.js'
import { forecastLayer } from './forecast-layer.js'
import { useForecast } from './use-forecast.js'

interface Drawn {
  query: Readonly<Ref<HistoryQuery | null>>
  points: Readonly<Ref<readonly ChartPoint[]>>
  now: Readonly<Ref<EpochMs>>
}

/** What is expected behind a chart that ends now: how far the chart goes then, what is drawn there, and where now is. */
export function useAheadLayer({ query, points, now }: Drawn) {
  const { t } = useWords()
  const { live } = useRoom()
  const forecasts = useForecast(query, live)
  const [hours, day] = [forecasts.of('hours'), forecasts.of('day')]
  const minute = computed(() => Math.ceil(now.value / 60_000) * 60_000)
  const range = computed(() => query.value?.range ?? '24h')
  /** The next hours in fine steps where they fill the chart, the next day otherwise. */
  const drawn = computed(() => (range.value === '6h' ? (hours.value ?? day.value) : day.value))
  const span = computed(() => {
    // Amounts are of an hour, and so must be the bars beside them.
    const { style, every } = query.value?.resolution ?? {}
    const fits = style !== 'bars' || every === '1h'
    const ahead = drawn.value && fits ? AHEAD_MS[range.value] : 0
    return { from: minute.value - RANGE_MS[range.value], to: minute.value + ahead }
  })
  const layers = computed(() => {
    if (!drawn.value || span.value.to === minute.value) return []
    const [at, value] = points.value.at(-1) ?? [0, null]
    const from = value === null ? null : { at, value }
    return [forecastLayer({ forecast: drawn.value, from, to: span.value.to, name: t('forecast.name') })]
  })
  const marks = computed(() => (layers.value.length > 0 ? [{ at: minute.value, name: '', tone: 'text' as const }] : []))

  return { hours, day, without: forecasts.without, span, layers, marks }
}
