import { computed, type Ref } from 'vue'
import { INTERVALS, SECOND } from '@ioc/shared/time'
import type { ChartMark } from '../charts/chart-layer.js'
import type { Span } from '../charts/chart-window.js'
import type { Resolution } from '../charts/resolution.js'
import type { ChartPoint } from '../charts/series.js'
import { useWords } from '../i18n/use-words.js'
import { useRoom } from '../room/use-room.js'
import { errorText } from './error-text.js'
import { forecastLayer } from './forecast-layer.js'
import { pickAhead } from './pick-ahead.js'
import { useForecast, type ForecastQuery } from './use-forecast.js'

interface Drawn {
  /** Null: what is drawn does not go on. */
  place: Readonly<Ref<ForecastQuery | null>>
  points: Readonly<Ref<readonly ChartPoint[]>>
  resolution: Readonly<Ref<Resolution>>
  /** The past; it ends now. */
  span: Readonly<Ref<Span>>
  /** How much of what is expected has room behind it. */
  aheadMs: Readonly<Ref<number>>
}

/**
 * What is expected behind a chart that ends now: how far the chart goes then, what is drawn there, where now is, and
 * what `ForecastLine` says of it or of there being none. Who looks back is not told what is expected now.
 */
export function useAheadLayer({ place, points, resolution, span, aheadMs }: Drawn) {
  const { t, language } = useWords()
  const { live, rewind, properties, now } = useRoom()
  const goesOn = computed(() => (rewind.at.value === null || rewind.ahead.value ? place.value : null))
  const forecasts = useForecast(goesOn, live)
  const [hours, day] = [forecasts.of('hours'), forecasts.of('day')]
  const property = computed(() => properties.get(place.value?.property ?? ''))
  const newest = computed(() => {
    const [at, value] = points.value.at(-1) ?? [0, null]
    return value === null ? null : { at, value }
  })
  const picked = computed(() =>
    pickAhead({
      ...(goesOn.value ? { hours: hours.value, day: day.value } : { hours: null, day: null }),
      newest: newest.value,
      pastMs: span.value.to - span.value.from,
      amounts: property.value?.over === 'sum',
    }),
  )
  const drawn = computed(() => {
    const { style, every } = resolution.value
    const { forecast } = picked.value
    // Amounts are of a time as long as their step, and so must be the bars beside them.
    return forecast && (style !== 'bars' || (every && INTERVALS[every] === forecast.stepS * SECOND)) ? forecast : null
  })
  const wide = computed(() => ({ from: span.value.from, to: span.value.to + (drawn.value ? aheadMs.value : 0) }))
  const layers = computed(() => {
    const { value: forecast } = drawn
    if (!forecast) return []
    const { usualError } = forecast
    const usual = usualError === null ? '' : `, ${t('forecast.usual', { error: write(usualError) })}`
    const name = `${t('forecast.name')}${usual}`
    return [forecastLayer({ forecast, from: newest.value, to: wide.value.to, name })]
  })
  const marks = computed<ChartMark[]>(() => (drawn.value ? [{ at: span.value.to, name: '', tone: 'text' }] : []))
  const said = computed(() => ({
    forecast: picked.value.forecast,
    without: picked.value.overtaken ? ('overtaken' as const) : goesOn.value && forecasts.without.value,
    property: property.value,
    now: now.value,
  }))

  function write(error: number): string {
    return errorText(error, property.value, language.value)
  }

  return { span: wide, layers, marks, said }
}
