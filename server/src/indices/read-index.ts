import { datastreamId } from '@ioc/shared/ids'
import type { Aggregate } from '@ioc/shared/observation'
import type { IndexKey, ObservedIndexKey } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { bucketStart, DAY, HOUR, type EpochMs } from '@ioc/shared/time'
import type { Aqi } from '@ioc/shared/vn-aqi'
import type { ObservationStore, Reading } from '../ports/observation-store.js'
import { bucketReadings } from './bucket-readings.js'
import { isPlausible, observedIndex } from './observed-index.js'
import { completeness, dayIndex, hasHour, hourIndex, isEmpty, readHourMeans, type HourMeans } from './hour-means.js'

export interface IndexQuery {
  store: Pick<ObservationStore, 'buckets' | 'read'>
  station: Station
  key: IndexKey
  /** Inclusive. */
  from: EpochMs
  /** Exclusive. */
  to: EpochMs
  /** Null: every value of the index. */
  everyMs: number | null
  /** Null: the highest. */
  fn: Aggregate | null
  now: EpochMs
}

export interface IndexReading extends Reading {
  /** Share of the values it is made of that did arrive, 0 to 1. */
  completeness?: number
}

// A year at a time, whatever the range.
const WINDOW = 366 * DAY
const HOURS_BEFORE = 12 * HOUR

/**
 * Reads an index like any property, in time order, without a limit.
 *
 * It is computed from what is stored at the time of reading, so that late data corrects past hours by itself.
 */
export function readIndex(query: IndexQuery): AsyncIterable<readonly IndexReading[]> {
  const values = valuesOf(query)
  return query.everyMs === null ? values : bucketReadings(values, query.everyMs, query.fn ?? 'max')
}

function valuesOf(query: IndexQuery): AsyncIterable<readonly IndexReading[]> {
  switch (query.key) {
    case 'vn_aqi':
      return periods(query, HOURLY)
    case 'vn_aqi_day':
      return periods(query, DAILY)
    case 'flood_level':
    case 'los':
      return observed(query, query.key)
  }
}

/** What an index is computed for, and from which means. */
interface Period {
  lengthMs: number
  indexOf(means: HourMeans, start: EpochMs, now: EpochMs): Aqi | null
}

const HOURLY: Period = {
  lengthMs: HOUR,
  // NowCast alone would give the running hour an index before it has a value.
  indexOf: (means, hour, now) => (hour + HOUR > now && !hasHour(means, hour) ? null : hourIndex(means, hour)),
}
const DAILY: Period = { lengthMs: DAY, indexOf: dayIndex }

async function* periods(query: IndexQuery, { lengthMs, indexOf }: Period): AsyncGenerator<IndexReading[]> {
  const { store, station, from, to, now } = query
  const { id, reportIntervalS } = station
  const first = bucketStart(from + lengthMs - 1, lengthMs)
  const end = Math.min(to, now + 1)
  for (let start = first; start < end; start += WINDOW) {
    const stop = Math.min(start + WINDOW, end)
    const means = await readHourMeans({ store, station: id, from: start - HOURS_BEFORE, to: stop + lengthMs })
    if (isEmpty(means)) continue
    const readings: IndexReading[] = []
    for (let at = start; at < stop; at += lengthMs) {
      const index = indexOf(means, at, now)
      if (!index) continue
      const span = { start: at, end: Math.min(at + lengthMs, now), reportIntervalS }
      readings.push({ at, value: index.value, quality: 'good', completeness: completeness(means, index.main, span) })
    }
    if (readings.length > 0) yield readings
  }
}

async function* observed(
  { store, station, from, to }: IndexQuery,
  key: ObservedIndexKey,
): AsyncGenerator<IndexReading[]> {
  const index = observedIndex(key)
  const { main, of } = index
  if (of(0, station.attributes) === null) return
  for await (const chunk of store.read(datastreamId(station.id, main), from, to)) {
    const plausible = chunk.filter(({ value }) => isPlausible(index, value))
    yield plausible.map(({ at, value, quality }) => ({ at, value: of(value, station.attributes)!, quality }))
  }
}
