import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { bucketStart, formatTime, INTERVALS, MINUTE, SECOND } from '@ioc/shared/time'
import type { WireObservation } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { useAskAgain } from '../room/use-ask-again.js'
import { useRoom } from '../room/use-room.js'
import { planRead, type Span } from './chart-window.js'
import type { Resolution } from './resolution.js'
import { addToBar, appendPoint, toPoints, type ChartPoint } from './series.js'

export interface SeriesQuery {
  station: string
  property: string
  resolution: Resolution
  /** What is looked at; what is read is more, so that there is something to move into. */
  span: Span
}

export type SeriesPhase = 'loading' | 'ready' | 'failed'

/** The newest value of a datastream, or of an index, which has no quality. */
type Held = Pick<WireObservation, 'at' | 'value'> & Partial<Pick<WireObservation, 'quality'>>

/** What was read and appended is read again now and then: late and corrected values come in behind the newest. */
const READ_AGAIN_MS = 5 * MINUTE
const SETTLED_MS = 120
/** Time does not go on like this. */
const LEAP_MS = 2 * MINUTE

/**
 * One datastream over a window that moves: read as finely as the window asks for, and again where it leaves what is held.
 *
 * @param newest its newest value, which goes behind the past that it belongs to, once.
 */
export function useSeries(query: Readonly<Ref<SeriesQuery | null>>, newest: () => Held | undefined = () => undefined) {
  const { now, rewind, stations } = useRoom()
  /** As read, or come since: with the quality of each. */
  const observations = shallowRef<readonly WireObservation[]>([])
  const points = shallowRef<readonly ChartPoint[]>([])
  const phase = shallowRef<SeriesPhase>('loading')
  let asked: AbortController | null = null
  /** What was read; `live`: until now, and what comes is appended to it. */
  let held: { key: string; span: Span; live: boolean } | null = null
  let newestAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function keyOf({ station, property, resolution }: SeriesQuery): string {
    return `${station}/${property}/${resolution.every}/${resolution.style}`
  }

  /** At a moment gone by, and not only ahead of what was measured. */
  const isPast = () => rewind.away.value && !rewind.ahead.value

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
    if (isPast()) {
      asking.set('at', String(now.value))
      asking.set('as', rewind.eyes.value)
    }
    try {
      const found = await call<WireObservation[]>(`observations?${asking}`, { signal: own.signal })
      observations.value = found
      points.value = toPoints(found)
      newestAt = Date.parse(found.at(-1)?.at ?? '1970-01-01T00:00:00Z')
      // A bar of now already holds what came until now.
      if (resolution.style === 'bars') newestAt = Math.max(newestAt, now.value)
      held = { key, span, live: span.to >= now.value }
      phase.value = 'ready'
    } catch {
      if (!own.signal.aborted) phase.value = points.value.length > 0 ? 'ready' : 'failed'
    }
  }

  function append(value: Held) {
    const at = Date.parse(value.at)
    const wanted = query.value
    if (phase.value !== 'ready' || !wanted || !held?.live || at <= newestAt) return
    newestAt = at
    const { style, every } = wanted.resolution
    if (style === 'bars' && every) {
      points.value = addToBar(points.value, at, value.value, INTERVALS[every])
      // The table and the sum below the chart say what it draws.
      const [start, sum] = points.value.find(([start]) => start === bucketStart(at, INTERVALS[every]))!
      const bar = { at: formatTime(start), value: sum ?? 0, quality: 'good' as const }
      observations.value = [...observations.value.filter((each) => Date.parse(each.at) !== start), bar]
    } else {
      points.value = appendPoint(points.value, at, value.value)
      observations.value = [...observations.value, { quality: 'good', ...value }]
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
  watch(
    () => [phase.value, newest()] as const,
    // What is expected stands in the band, never in the line.
    ([, value]) => value && !rewind.ahead.value && append(value),
  )
  /** One at a time: while a room is played each frame would break off the one before. */
  const readAgain = useAskAgain(() => read(true))
  /** Longer than this between two looks, and values came that nobody was shown one by one. */
  const leapMs = () =>
    isPast() ? SECOND * (stations.value.get(query.value?.station ?? '')?.reportIntervalS ?? 0) : LEAP_MS
  // The room has gone to another moment, or this computer has slept.
  watch(now, (at, before) => {
    const isBack = isPast() && at < before
    // What was measured later is not there yet.
    if (isBack) points.value = points.value.filter(([time]) => time <= at)
    if (isBack || at - before > leapMs()) readAgain()
  })
  watch([isPast, rewind.eyes], () => readAgain())
  const again = setInterval(() => readAgain(), READ_AGAIN_MS)
  onScopeDispose(() => {
    clearInterval(again)
    clearTimeout(timer)
    asked?.abort()
  })

  const isInView = (at: number) => query.value !== null && at >= query.value.span.from && at < query.value.span.to
  return {
    /** Those held, in view or not. */
    points,
    phase,
    /** Those in view. */
    inView: computed(() =>
      observations.value
        .map(({ at, value, quality }) => ({ at: Date.parse(at), value, quality }))
        .filter(({ at }) => isInView(at)),
    ),
  }
}
