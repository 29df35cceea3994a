import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { INTERVALS, MINUTE, type EpochMs } from '@ioc/shared/time'
import type { WireObservation, WireValue } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { planRead, type Span } from './chart-window.js'
import type { Resolution } from './ranges.js'
import { addToBar, appendPoint, toPoints, type ChartPoint } from './series.js'

export interface SeriesQuery {
  station: string
  property: string
  resolution: Resolution
  /** What is looked at; what is read is more, so that there is something to move into. */
  span: Span
}

/** What was read and appended is read again now and then: late and corrected values come in behind the newest. */
const READ_AGAIN_MS = 5 * MINUTE
const SETTLED_MS = 120
/** Time does not go on like this. */
const LEAP_MS = 2 * MINUTE

/** One datastream over a window that moves: read as finely as the window asks for, and again where it leaves what is held. */
export function useSeries(query: Readonly<Ref<SeriesQuery | null>>, now: Readonly<Ref<EpochMs>>) {
  const points = shallowRef<readonly ChartPoint[]>([])
  /** As read: with the quality of each. */
  const observations = shallowRef<readonly WireObservation[]>([])
  const phase = shallowRef<'loading' | 'ready' | 'failed'>('loading')
  let asked: AbortController | null = null
  /** What was read; `live`: until now, and what comes is appended to it. */
  let held: { key: string; span: Span; live: boolean } | null = null
  let newest = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function keyOf({ station, property, resolution }: SeriesQuery): string {
    return `${station}/${property}/${resolution.every}/${resolution.style}`
  }

  async function read(again = false) {
    const wanted = query.value
    if (!wanted) return
    const key = keyOf(wanted)
    const has = again || held?.key !== key ? null : held.live ? { ...held.span, to: now.value } : held.span
    const span = planRead(wanted.span, has, now.value)
    if (!span) return
    asked?.abort()
    const own = (asked = new AbortController())
    const isOther = held?.key.split('/', 2).join('/') !== key.split('/', 2).join('/')
    if (isOther) {
      points.value = []
      observations.value = []
      phase.value = 'loading'
    }
    const { station, property, resolution } = wanted
    const asking = new URLSearchParams({ station, property, from: String(span.from), to: String(span.to) })
    if (resolution.every) asking.set('every', resolution.every)
    try {
      const found = await call<WireObservation[]>(`observations?${asking}`, { signal: own.signal })
      observations.value = found
      points.value = toPoints(found)
      newest = Date.parse(found.at(-1)?.at ?? '1970-01-01T00:00:00Z')
      // A bar of now already holds what came until now.
      if (resolution.style === 'bars') newest = Math.max(newest, now.value)
      held = { key, span, live: span.to >= now.value }
      phase.value = 'ready'
    } catch {
      if (!own.signal.aborted) phase.value = points.value.length > 0 ? 'ready' : 'failed'
    }
  }

  watch(
    () => (query.value ? `${keyOf(query.value)} ${query.value.span.from} ${query.value.span.to}` : ''),
    (_, before) => {
      clearTimeout(timer)
      // Whoever turns the wheel does not want each of its steps read.
      timer = setTimeout(() => void read(), before === undefined ? 0 : SETTLED_MS)
    },
    { immediate: true },
  )
  // The room has gone to another moment, or this computer has slept.
  watch(now, (at, before) => Math.abs(at - before) > LEAP_MS && void read(true))
  const again = setInterval(() => void read(true), READ_AGAIN_MS)
  onScopeDispose(() => {
    clearInterval(again)
    clearTimeout(timer)
    asked?.abort()
  })

  return {
    points,
    observations,
    phase,
    /** A live value goes behind the past it belongs to, once. */
    append(value: WireValue) {
      const at = Date.parse(value.at)
      const wanted = query.value
      if (phase.value !== 'ready' || !wanted || !held?.live || at <= newest) return
      newest = at
      const { style, every } = wanted.resolution
      if (style === 'bars' && every) {
        points.value = addToBar(points.value, at, value.value, INTERVALS[every])
      } else {
        points.value = appendPoint(points.value, at, value.value)
        observations.value = [...observations.value, value]
      }
    },
  }
}
