import type { During } from './rule.js'
import { DAY, MINUTE, VIETNAM_OFFSET_MS, type EpochMs } from './time.js'

/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4

/** Whether a moment lies in the hours and on the weekdays, in local time of Vietnam; always where nothing is said. */
export function isDuring(during: During | undefined, at: EpochMs): boolean {
  if (!during) return true
  const local = at + VIETNAM_OFFSET_MS
  const day = Math.floor(local / DAY)
  const minute = Math.floor((local % DAY) / MINUTE)
  const isOn = (which: number) => during.days?.includes(((which + FIRST_WEEKDAY - 1) % 7) + 1) ?? true
  if (!during.hours) return isOn(day)
  return during.hours.some(([from, to]) => {
    const start = minuteOf(from)
    const end = minuteOf(to)
    if (start < end) return minute >= start && minute < end && isOn(day)
    return (minute >= start && isOn(day)) || (minute < end && isOn(day - 1))
  })
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
}
