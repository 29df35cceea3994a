import { AQI_POLLUTANTS, dailyAqi, hourlyAqi, NOWCAST_HOURS, type Aqi, type AqiPollutant } from '@ioc/shared/vn-aqi'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import { DAY, HOUR, SECOND, type EpochMs } from '@ioc/shared/time'
import type { Bucket, ObservationStore } from '../ports/observation-store.js'

interface HourMean {
  mean: number
  goodCount: number
}

/** Means of one station's pollutants by the start of their hour; one good value makes a mean. */
export type HourMeans = ReadonlyMap<AqiPollutant, Map<EpochMs, HourMean>>

interface HourMeansQuery {
  store: Pick<ObservationStore, 'buckets'>
  station: StationId
  from: EpochMs
  to: EpochMs
}

interface ManyHourMeansQuery extends Pick<HourMeansQuery, 'from' | 'to'> {
  store: Pick<ObservationStore, 'bucketsByStation'>
  stations: readonly StationId[]
}

/** Asked for together: few enough that an answer of all their hours holds nothing up. */
const STATIONS_AT_ONCE = 100
const ASKED = {
  properties: AQI_POLLUTANTS as readonly string[] as readonly PropertyKey[],
  everyMs: HOUR,
  fn: 'mean',
} as const

export async function readHourMeans({ store, station, from, to }: HourMeansQuery): Promise<HourMeans> {
  return toHourMeans(await store.buckets({ ...ASKED, station, from, to }))
}

/** The same of each of these stations. */
export async function readHourMeansOfMany({ store, stations, from, to }: ManyHourMeansQuery) {
  const means = new Map<StationId, HourMeans>()
  for (let first = 0; first < stations.length; first += STATIONS_AT_ONCE) {
    const some = stations.slice(first, first + STATIONS_AT_ONCE)
    const found = await store.bucketsByStation({ ...ASKED, stations: some, from, to })
    for (const station of some) means.set(station, toHourMeans(found.get(station) ?? []))
  }
  return means
}

function toHourMeans(buckets: readonly Bucket[]): HourMeans {
  const means = new Map<AqiPollutant, Map<EpochMs, HourMean>>()
  for (const pollutant of AQI_POLLUTANTS) means.set(pollutant, new Map())
  for (const { property, at, value, goodCount } of buckets) {
    if (goodCount > 0) means.get(property as string as AqiPollutant)?.set(at, { mean: value, goodCount })
  }
  return means
}

/** The hours that had begun by then. */
export function meansUntil(means: HourMeans, until: EpochMs): HourMeans {
  return new Map(
    [...means].map(([pollutant, hours]) => [pollutant, new Map([...hours].filter(([hour]) => hour <= until))]),
  )
}

/** VN_AQI of the hour that begins at `hour`. */
export function hourIndex(means: HourMeans, hour: EpochMs): Aqi | null {
  const newestFirst = Array.from({ length: NOWCAST_HOURS }, (_, age) => hour - age * HOUR)
  return hourlyAqi(seriesOf(means, newestFirst))
}

/** VN_AQI of the local day that begins at `day`, of its hours so far. */
export function dayIndex(means: HourMeans, day: EpochMs, now: EpochMs): Aqi | null {
  const hours = hoursOf(day, Math.min(day + DAY, now + 1))
  const before = hoursOf(day - 7 * HOUR, day)
  return dailyAqi(seriesOf(means, hours), valuesOf(means, 'o3', before))
}

/** Whether nothing good was measured at all. */
export function isEmpty(means: HourMeans): boolean {
  return [...means.values()].every((hours) => hours.size === 0)
}

/** Whether anything good was measured in this hour. */
export function hasHour(means: HourMeans, hour: EpochMs): boolean {
  return AQI_POLLUTANTS.some((pollutant) => means.get(pollutant)?.has(hour))
}

/** The good values of the pollutant that decides an index against those the station owed from `start` to `end`; 0 to 1. */
export function completeness(
  means: HourMeans,
  main: AqiPollutant,
  span: { start: EpochMs; end: EpochMs; reportIntervalS: number },
): number {
  const expected = Math.max(1, (span.end - span.start) / (span.reportIntervalS * SECOND))
  const good = hoursOf(span.start, span.end).reduce((n, hour) => n + (means.get(main)?.get(hour)?.goodCount ?? 0), 0)
  return Math.min(1, Math.round((good / expected) * 1000) / 1000)
}

function hoursOf(start: EpochMs, end: EpochMs): EpochMs[] {
  return Array.from({ length: Math.max(0, Math.ceil((end - start) / HOUR)) }, (_, index) => start + index * HOUR)
}

function seriesOf(means: HourMeans, hours: readonly EpochMs[]): Record<AqiPollutant, (number | null)[]> {
  const series = AQI_POLLUTANTS.map((pollutant) => [pollutant, valuesOf(means, pollutant, hours)] as const)
  return Object.fromEntries(series) as Record<AqiPollutant, (number | null)[]>
}

function valuesOf(means: HourMeans, pollutant: AqiPollutant, hours: readonly EpochMs[]): (number | null)[] {
  return hours.map((hour) => means.get(pollutant)?.get(hour)?.mean ?? null)
}
