import { DAY, VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'

/** A local day as it stands in an address: `2026-11-22`. */
export function dayName(at: EpochMs): string {
  return new Date(at + VIETNAM_OFFSET_MS).toISOString().slice(0, 10)
}

/** So many days later. */
export function dayLater(day: string, days: number): string {
  return dayName(Date.parse(`${day}T00:00:00+07:00`) + days * DAY)
}
