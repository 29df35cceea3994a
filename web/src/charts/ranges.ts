import type { Aggregate } from '@ioc/shared/observation'
import { DAY, HOUR, INTERVALS, MINUTE, SECOND, type Interval } from '@ioc/shared/time'

export const RANGES = ['6h', '24h', '7d', '30d'] as const
export type Range = (typeof RANGES)[number]

export const RANGE_MS: Record<Range, number> = { '6h': 6 * HOUR, '24h': 24 * HOUR, '7d': 7 * DAY, '30d': 30 * DAY }

/** How much of what is expected is drawn behind so long a past: half as long again, a day at most. */
export function aheadOf(pastMs: number): number {
  return Math.min(DAY, pastMs / 2)
}

const LINE: Record<Range, Interval | null> = { '6h': null, '24h': '1m', '7d': '10m', '30d': '1h' }
const BARS: Record<Range, Interval> = { '6h': '10m', '24h': '1h', '7d': '1h', '30d': '1d' }

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

/** How finely a range is read: amounts as bars of a round time, everything else as a line. */
export function resolutionOf(range: Range, over: Aggregate | 'index', reportIntervalS: number): Resolution {
  if (over === 'sum') return { style: 'bars', every: BARS[range], gapMs: INTERVALS[BARS[range]] }
  // An index comes once an hour, or as observed.
  if (over === 'index')
    return { style: 'steps', every: null, gapMs: Math.max(3 * reportIntervalS * 1_000, 90 * MINUTE) }
  const every = LINE[range]
  const stepMs = every === null ? 0 : INTERVALS[every]
  return { style: 'line', every, gapMs: Math.max(3 * reportIntervalS * 1_000, 2 * stepMs, 2 * MINUTE) }
}
