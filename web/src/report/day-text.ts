import { DAY, dayName } from '@ioc/shared/time'

/** So many days later. */
export function dayLater(day: string, days: number): string {
  return dayName(Date.parse(`${day}T00:00:00+07:00`) + days * DAY)
}

/** As a person writes it: `22/11/2026`. */
export function dayText(day: string): string {
  return day.split('-').toReversed().join('/')
}

/** The day that somebody wrote; null where that is none. */
export function readDay(text: string): string | null {
  const [, d = '', m = '', y = ''] = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text) ?? []
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  const at = Date.parse(`${day}T00:00:00+07:00`)
  return Number.isNaN(at) || dayName(at) !== day ? null : day
}
