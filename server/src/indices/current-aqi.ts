import type { Aqi } from '@ioc/shared/vn-aqi'
import type { StationId } from '@ioc/shared/ids'
import { HOUR, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import type { ObservationStore } from '../ports.js'
import { dayIndex, hasHour, hourIndex, readHourMeans, type HourMeans } from './hour-means.js'

/** An index as it is now. */
export interface IndexValue {
  value: number
  /** 1 to 6 of VN_AQI; of a flood level its value, 0 to 3. */
  band: number
  /** The property that decides it. */
  main: string
  /** Start of its hour or day; when the value it comes from was measured. */
  at: EpochMs
}

// An hour that has just begun may have no value yet; an older one than this says nothing about now.
const HOURS_BACK = 3
const NOWCAST_REACH = 11 * HOUR

/** VN_AQI of this hour (or the last that has one) and of today so far; null where there is none. */
export async function currentAqi(
  store: Pick<ObservationStore, 'buckets'>,
  station: StationId,
  now: EpochMs,
): Promise<{ hour: IndexValue | null; day: IndexValue | null }> {
  const thisHour = Math.floor(now / HOUR) * HOUR
  const today = startOfLocalDay(now)
  const from = Math.min(thisHour - HOURS_BACK * HOUR - NOWCAST_REACH, today - 7 * HOUR)
  const means = await readHourMeans({ store, station, from, to: now + 1 })
  return { hour: newestHour(means, thisHour), day: valueOf(dayIndex(means, today, now), today) }
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
