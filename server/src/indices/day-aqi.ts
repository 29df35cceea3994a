import type { ReportAir } from '@ioc/shared/report'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'
import type { ObservationStore } from '../ports/observation-store.js'
import { completeness, dayIndex, isEmpty, readHourMeansOfMany } from './hour-means.js'

interface DayAqiQuery {
  store: Pick<ObservationStore, 'bucketsByStation'>
  stations: readonly Station[]
  /** The start of a local day. */
  day: EpochMs
  now: EpochMs
}

/** Ozone of eight hours reaches so far into the day before. */
const REACH = 7 * HOUR

/** VN_AQI of a local day, of all stations that have one. */
export async function readDayAqi({ store, stations, day, now }: DayAqiQuery): Promise<ReportAir[]> {
  const before = day - DAY
  const span = { start: day, end: Math.min(day + DAY, now) }
  const ids = stations.map(({ id }) => id)
  const means = await readHourMeansOfMany({ store, stations: ids, from: before - REACH, to: day + DAY })
  return stations.flatMap(({ id, reportIntervalS }) => {
    const its = means.get(id)
    const aqi = its && !isEmpty(its) ? dayIndex(its, day, now) : null
    if (!its || !aqi) return []
    const yesterday = dayIndex(its, before, now)?.value ?? null
    const { value, band, main } = aqi
    const share = completeness(its, main, { ...span, reportIntervalS })
    return [{ station: id, value, yesterday, band, main, completeness: share }]
  })
}
