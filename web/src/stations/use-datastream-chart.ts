import { computed, type Ref } from 'vue'
import type { LatestStation, WireAlarm, WireStation } from '@ioc/shared/wire'
import type { ChartLayer, ChartMark } from '../charts/chart-layer.js'
import type { Span } from '../charts/chart-window.js'
import { limitsOf, type LimitLine } from '../charts/limits.js'
import { aheadOf } from '../charts/ranges.js'
import type { Resolution } from '../charts/resolution.js'
import { slideOver } from '../charts/slide-over.js'
import { useSeries, type SeriesQuery } from '../charts/use-series.js'
import { useAheadLayer } from '../forecasts/use-ahead-layer.js'
import { useWords } from '../i18n/use-words.js'
import { useRoom } from '../room/use-room.js'
import { heldOf } from './main-value.js'

interface Drawn {
  /** Without it, as without a property, nothing is drawn. */
  station: () => WireStation | undefined
  latest: () => LatestStation | undefined
  property: () => string | null | undefined
  resolution: Readonly<Ref<Resolution>>
  /** Which time is looked at. */
  past: Readonly<Ref<Span>>
  /** Those whose limits are drawn besides what the rules watch for. */
  alarms: () => readonly WireAlarm[]
  /** Each point is the sum or the mean of so long before it; null: it is what was measured. */
  overMs?: () => number | null
  /** Whether it ends now, and so is followed by what is expected. */
  goesOn?: () => boolean
  /** So much of what is expected is drawn at least. */
  leastAheadMs?: number
  layers?: () => readonly ChartLayer[]
  marks?: () => readonly ChartMark[]
}

/**
 * The chart of one datastream with its limits and what is expected of it: all that `HistoryChart` draws but its label,
 * what `ForecastLine` says of it, and the values in view.
 */
export function useDatastreamChart(drawn: Drawn) {
  const { station, latest, property, resolution, past, alarms } = drawn
  const {
    overMs = () => null,
    goesOn = () => true,
    leastAheadMs = 0,
    layers: beside = () => [],
    marks: told = () => [],
  } = drawn
  const { unit } = useWords()
  const { properties, rules } = useRoom()
  const known = computed(() => properties.get(property() ?? ''))
  const place = computed(() => {
    const [its, asked] = [station(), property()]
    return its && asked ? { station: its.id, property: asked } : null
  })
  const query = computed<SeriesQuery | null>(() => {
    const { from, to } = past.value
    return place.value && { ...place.value, resolution: resolution.value, span: { from: from - (overMs() ?? 0), to } }
  })
  const { points: held, inView, phase } = useSeries(query, () => heldOf(latest(), property()))
  const points = computed(() => {
    const over = overMs()
    if (over === null) return held.value
    const how = known.value?.over === 'sum' ? 'sum' : 'mean'
    return slideOver(held.value, { overMs: over, how, from: past.value.from })
  })
  const ahead = useAheadLayer({
    points,
    resolution,
    span: past,
    // A mean or a sum of hours is not what is forecast.
    place: computed(() => (goesOn() && overMs() === null ? place.value : null)),
    aheadMs: computed(() => Math.max(leastAheadMs, aheadOf(past.value.to - past.value.from))),
  })
  const layers = computed(() => [...ahead.layers.value, ...beside()])
  const marks = computed(() => [...told(), ...ahead.marks.value])
  /** Stays the same object while it says the same: nothing is drawn anew for that. */
  const limits = computed<LimitLine[]>((before) => {
    const [its, asked] = [station(), property()]
    const found = its && asked ? limitsOf(its, asked, { alarms: alarms(), rules: rules.values() }) : []
    return before && JSON.stringify(before) === JSON.stringify(found) ? before : found
  })
  const chart = computed(() => ({
    points: points.value,
    phase: phase.value,
    resolution: resolution.value,
    span: ahead.span.value,
    layers: layers.value,
    marks: marks.value,
    limits: limits.value,
    decimals: known.value?.decimals ?? 0,
    unit: unit(known.value),
  }))
  return { chart, points, inView, said: ahead.said }
}
