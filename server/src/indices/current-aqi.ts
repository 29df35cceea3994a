import { HOUR, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import type { Aqi } from '@ioc/shared/vn-aqi'
import type { IndexValue } from '../ports/index-value.js'
import { dayIndex, hasHour, hourIndex, type HourMeans } from './hour-means.js'

// An hour that has just begun may have no value yet; an older one than this says nothing about now.
const HOURS_BACK = 3
const NOWCAST_REACH = 11 * HOUR

/** The first hour whose mean matters to the indices of `now`. */
export function firstHour(now: EpochMs): EpochMs {
  const thisHour = Math.floor(now / HOUR) * HOUR
  return Math.min(thisHour - HOURS_BACK * HOUR - NOWCAST_REACH, startOfLocalDay(now) - 7 * HOUR)
}

/** VN_AQI of this hour (or the last that has one) and of today so far; null where there is none. */
export function currentAqi(means: HourMeans, now: EpochMs): { hour: IndexValue | null; day: IndexValue | null } {
  const today = startOfLocalDay(now)
  return { hour: newestHour(means, Math.floor(now / HOUR) * HOUR), day: valueOf(dayIndex(means, today, now), today) }
}

function newestHour(means: HourMeans, thisHour: EpochMs): IndexValue | null {
  for (let back = 0; back <= HOURS_BACK; back += 1) {
    const hour = thisHour - back * HOUR
    // The running hour counts from its first value on; NowCast alone would only repeat the hours before it.
    if (back === 0 && !hasHour(means, hour)) continue
    const index = valueOf(hourIndex(means, hour), hour)
    if (index) return index
  }
  return null
}

function valueOf(index: Aqi | null, at: EpochMs): IndexValue | null {
  return index && { value: index.value, band: index.band, main: index.main, at }
}
