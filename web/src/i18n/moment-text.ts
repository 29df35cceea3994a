import { DAY, VIETNAM_OFFSET_MS, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import type { IsoTime } from '@ioc/shared/wire'
import { formatClock, formatDay, formatMinute } from './format-time.js'

/** A moment as a person writes it: "14:05:09 21/11". */
export function momentText(at: EpochMs | IsoTime): string {
  return `${formatClock(at)} ${formatDay(at)}`
}

/** With its year, to the minute: "14:05 21/11/2026". */
export function dayMomentText(at: EpochMs): string {
  return `${formatMinute(at)} ${formatDay(at)}/${new Date(at + VIETNAM_OFFSET_MS).getUTCFullYear()}`
}

/**
 * Reads "14:05", "14:05:09", "14:05 21/11" or "14:05 21/11/2026" in Vietnam's time; null for anything else.
 *
 * Without a day, and without a year, it is the last such time before now, or the next one where somebody plans `ahead`.
 */
export function parseMoment(text: string, now: EpochMs, ahead = false): EpochMs | null {
  const found = /^(\d{1,2})[:hg](\d\d)(?::(\d\d))?(?:\s+(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?)?$/.exec(text.trim())
  if (!found) return null
  const [hour, minute, second, day, month, year] = found.slice(1).map((part) => (part === undefined ? null : +part))
  if (hour! > 23 || minute! > 59 || (second ?? 0) > 59) return null
  const time = ((hour! * 60 + minute!) * 60 + (second ?? 0)) * 1_000
  if (day == null || month == null) {
    const today = startOfLocalDay(now) + time
    if (ahead) return today >= now ? today : today + DAY
    return today <= now ? today : today - DAY
  }
  const thisYear = new Date(now + VIETNAM_OFFSET_MS).getUTCFullYear()
  const at = midnight(year ?? thisYear, month, day)
  if (at === null) return null
  if (year != null || (ahead ? at + time >= now : at + time <= now)) return at + time
  const other = midnight(thisYear + (ahead ? 1 : -1), month, day)
  return other === null ? null : other + time
}

/** Null where there is no such day. */
function midnight(year: number, month: number, day: number): EpochMs | null {
  const at = Date.UTC(year, month - 1, day)
  return new Date(at).getUTCDate() === day && new Date(at).getUTCMonth() === month - 1 ? at - VIETNAM_OFFSET_MS : null
}
