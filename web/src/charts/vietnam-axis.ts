import { MINUTE, VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'
import { formatDay, formatMinute } from '../i18n/format-time.js'

/** Long ranges have days on their axis, short ones hours. */
const DAYS_FROM_MS = 48 * 3_600_000
const MONTHS_FROM_MS = 300 * 86_400_000

/**
 * ECharts' time axis knows the browser's zone and UTC only: times are moved by Vietnam's offset and drawn as UTC, so
 * that midnight is Vietnam's everywhere.
 */
export function shift(at: EpochMs): number {
  return at + VIETNAM_OFFSET_MS
}

export function unshift(at: number): EpochMs {
  return at - VIETNAM_OFFSET_MS
}

const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440].map((minutes) => minutes * MINUTE)

/** Round times of a day within some hours, so far apart that at most so many of their distances have room; null of a range that has days on its axis. */
export function ticksOf(from: EpochMs, to: EpochMs, most: number): EpochMs[] | null {
  if (to - from > DAYS_FROM_MS) return null
  const step = STEPS_MS.find((ms) => (to - from) / ms <= most) ?? STEPS_MS.at(-1)!
  const first = unshift(Math.ceil(shift(from) / step) * step)
  const count = Math.max(0, Math.floor((to - first) / step) + 1)
  return Array.from({ length: count }, (_, nth) => first + nth * step)
}

/** A time on the axis of a chart that shows so many milliseconds. */
export function tick(at: EpochMs, span: number): string {
  if (span > MONTHS_FROM_MS) return `${formatDay(at).slice(3)}/${new Date(shift(at)).getUTCFullYear()}`
  if (span > DAYS_FROM_MS) return formatDay(at)
  const minute = formatMinute(at)
  return minute === '00:00' ? formatDay(at) : minute
}
