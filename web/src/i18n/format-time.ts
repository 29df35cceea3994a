import { DAY, HOUR, MINUTE, SECOND, VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'
import type { IsoTime } from '@ioc/shared/wire'
import type { Language } from '@ioc/shared/format-number'

/**
 * Times as the room reads them: always Vietnam's, whatever the computer's own zone, on the 24-hour clock, day before
 * month.
 */
export function formatClock(at: EpochMs | IsoTime): string {
  return iso(at).slice(11, 19)
}

export function formatMinute(at: EpochMs | IsoTime): string {
  return iso(at).slice(11, 16)
}

export function formatDay(at: EpochMs | IsoTime): string {
  const text = iso(at)
  return `${text.slice(8, 10)}/${text.slice(5, 7)}`
}

const WEEKDAYS: Record<Language, readonly string[]> = {
  vi: ['Chủ nhật', 'Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm', 'Thứ sáu', 'Thứ bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
}

export function formatDate(at: EpochMs, language: Language): string {
  return `${WEEKDAYS[language][local(at).getUTCDay()]}, ${formatDay(at)}/${local(at).getUTCFullYear()}`
}

/** The time alone today, the day too on any other day, and where nobody knows when it will be read. */
export function formatMoment(at: EpochMs | IsoTime, now?: EpochMs): string {
  return isSameDay(at, now) ? formatMinute(at) : `${formatMinute(at)} ${formatDay(at)}`
}

/** The same to the second. */
export function formatInstant(at: EpochMs, now: EpochMs): string {
  return isSameDay(at, now) ? formatClock(at) : `${formatClock(at)} ${formatDay(at)}`
}

const UNITS: Record<Language, { s: string; m: string; h: string; d: string }> = {
  vi: { s: 'giây', m: 'phút', h: 'giờ', d: 'ngày' },
  en: { s: 's', m: 'min', h: 'h', d: 'd' },
}

/** How long something lasted, in at most two units: "1 giờ 24 phút". */
export function formatDuration(ms: number, language: Language): string {
  const unit = UNITS[language]
  const whole = Math.max(0, ms)
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)} ${unit.s}`
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} ${unit.m}`
  if (whole < DAY) return two(whole, HOUR, unit.h, MINUTE, unit.m)
  return two(whole, DAY, unit.d, HOUR, unit.h)
}

/** How old a value is: "38 giây trước"; how far ahead one is that is only expected: "2 giờ nữa". */
export function formatAge(ms: number, language: Language): string {
  if (ms <= -MINUTE) {
    const ahead = formatDuration(-ms, language)
    return language === 'vi' ? `${ahead} nữa` : `in ${ahead}`
  }
  if (ms < SECOND) return language === 'vi' ? 'vừa xong' : 'just now'
  const age = formatDuration(ms, language)
  return language === 'vi' ? `${age} trước` : `${age} ago`
}

function two(ms: number, big: number, bigWord: string, small: number, smallWord: string): string {
  const rest = Math.floor((ms % big) / small)
  const head = `${Math.floor(ms / big)} ${bigWord}`
  return rest === 0 ? head : `${head} ${rest} ${smallWord}`
}

function isSameDay(at: EpochMs | IsoTime, now: EpochMs | undefined): boolean {
  return now !== undefined && iso(at).slice(0, 10) === iso(now).slice(0, 10)
}

function local(at: EpochMs | IsoTime): Date {
  return new Date(new Date(at).getTime() + VIETNAM_OFFSET_MS)
}

function iso(at: EpochMs | IsoTime): string {
  return local(at).toISOString()
}
