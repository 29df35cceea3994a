import { DAY, HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'

/** A burst of old values is over after so long without a newer one. */
export const BURST_OVER_MS = 10 * SECOND
/** Older than this never alarms. */
export const TOO_OLD_MS = DAY

// An index of an hour or a day is dated by its start and still grows until its end.
const PERIOD_MS: Readonly<Record<string, number>> = { vn_aqi: HOUR, vn_aqi_day: DAY }

/** How long after its time a value can be known at the earliest. */
export function knownAfterMs(property: string): number {
  return PERIOD_MS[property] ?? 0
}

/** How old a value is: counted from its measurement, for an index of a period from the period's end. */
export function ageMs(property: string, at: EpochMs, now: EpochMs): number {
  return now - at - (PERIOD_MS[property] ?? 0)
}

/** From what time after its measurement on a value must wait until the burst it came in is over. */
export function lateAfterMs(property: string, reportIntervalS: number): number {
  return Math.max(3 * reportIntervalS * SECOND, 15 * MINUTE) + (PERIOD_MS[property] ?? 0)
}
