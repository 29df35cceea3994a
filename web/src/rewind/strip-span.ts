import { DAY, HOUR, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import { formatDay, formatMinute } from '../i18n/format-time.js'

export interface StripSpan {
  from: EpochMs
  to: EpochMs
}

/** So much of what is expected has room beside a day of what was. */
export const STRIP_AHEAD_MS = 6 * HOUR

/**
 * The day until now and the hours after it; a moment that lies before or behind them brings its own, which stays while
 * the hand is in it.
 */
export function stripSpan(wanted: EpochMs | null, now: EpochMs): StripSpan {
  if (wanted !== null && wanted > now + STRIP_AHEAD_MS) return { from: now - STRIP_AHEAD_MS, to: now + DAY }
  if (wanted === null || wanted >= now - DAY) return { from: now - DAY, to: now + STRIP_AHEAD_MS }
  const from = startOfLocalDay(wanted)
  return { from, to: from + DAY }
}

export interface Tick {
  at: EpochMs
  text: string
  isDay: boolean
  /** Between those of every six hours: left out where there is little room. */
  isBetween: boolean
}

/** A word every three hours, and the day where a new one begins. */
export function ticksOf({ from, to }: StripSpan): Tick[] {
  const ticks: Tick[] = []
  for (let at = startOfLocalDay(from); at <= to; at += 3 * HOUR) {
    if (at < from) continue
    const intoDay = at - startOfLocalDay(at)
    const isDay = intoDay === 0
    ticks.push({ at, text: isDay ? formatDay(at) : formatMinute(at), isDay, isBetween: intoDay % (6 * HOUR) !== 0 })
  }
  return ticks
}
