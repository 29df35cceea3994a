import type { Aggregate } from '@ioc/shared/observation'
import { DAY, HOUR, INTERVALS, MINUTE, SECOND, type Interval } from '@ioc/shared/time'

/** More points than a wide screen has pixels for are not read. */
const MOST_POINTS = 1_600
const MOST_BARS = 130

export interface Resolution {
  style: 'line' | 'bars' | 'steps'
  /** Null reads every observation. */
  every: Interval | null
  /** A longer silence than this is drawn as a gap. */
  gapMs: number
}

/** Seconds from one value to the next: an index that is computed comes by the hour or the day. */
export function intervalOf(property: string | null | undefined, reportIntervalS: number): number {
  return property === 'vn_aqi' ? HOUR / SECOND : property === 'vn_aqi_day' ? DAY / SECOND : reportIntervalS
}

/**
 * How finely so long a time is read: every observation where there are few enough, otherwise the shortest bucket that
 * leaves so many points that they can be told apart. Amounts are bars, an index stands until the next one.
 */
export function resolutionOf(spanMs: number, over: Aggregate | 'index', intervalS: number): Resolution {
  const intervalMs = intervalS * SECOND
  const most = over === 'sum' ? MOST_BARS : MOST_POINTS
  const steps = Object.entries(INTERVALS) as [Interval, number][]
  const isEnough = (ms: number) => spanMs / ms <= most
  // A bar narrower than the time between two reports would have holes beside it.
  if (over !== 'sum' && isEnough(intervalMs)) return { style: styleOf(over), every: null, gapMs: gapOf(intervalMs, 0) }
  const fits = steps.find(([, ms]) => ms >= (over === 'sum' ? Math.max(intervalMs, MINUTE) : 0) && isEnough(ms))
  const [every, everyMs] = fits ?? steps.at(-1)!
  return { style: styleOf(over), every, gapMs: gapOf(intervalMs, everyMs) }
}

function styleOf(over: Aggregate | 'index'): Resolution['style'] {
  return over === 'sum' ? 'bars' : over === 'index' ? 'steps' : 'line'
}

function gapOf(intervalMs: number, everyMs: number): number {
  return Math.max(3 * intervalMs, 2 * everyMs, 2 * MINUTE)
}
