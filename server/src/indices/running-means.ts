import type { StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { HOUR, type EpochMs } from '@ioc/shared/time'
import { AQI_POLLUTANTS, type AqiPollutant } from '@ioc/shared/vn-aqi'
import type { ObservationStore } from '../ports.js'
import { firstHour } from './current-aqi.js'
import { readHourMeans, type HourMeans } from './hour-means.js'

const POLLUTANTS: ReadonlySet<string> = new Set(AQI_POLLUTANTS)

export function isPollutant(property: string): property is AqiPollutant {
  return POLLUTANTS.has(property)
}

export interface RunningMeans {
  /** A new value costs an addition. A corrected one has the station read again: what it replaced is in the store. */
  add(observation: Observation, corrected: boolean): void
  /** From memory where it holds, else from the store. */
  of(station: StationId, now: EpochMs): Promise<HourMeans>
  forget(station: StationId): void
  stations(): Iterable<StationId>
}

/** The hourly means of every air station over the hours that the current indices need. */
export function createRunningMeans(store: Pick<ObservationStore, 'buckets'>): RunningMeans {
  const held = new Map<StationId, HourMeans | null>()
  /** Stations being read, each with whether something arrived meanwhile, so that it is not known what was read. */
  const reading = new Map<StationId, { disturbed: boolean }>()

  async function read(station: StationId, now: EpochMs): Promise<HourMeans> {
    const state = { disturbed: false }
    reading.set(station, state)
    const means = await readHourMeans({ store, station, from: firstHour(now), to: now + HOUR })
    if (reading.get(station) === state) reading.delete(station)
    if (!state.disturbed && held.has(station)) held.set(station, means)
    return means
  }

  return {
    add(observation, corrected) {
      const { station } = observation
      const now = reading.get(station)
      if (now) now.disturbed = true
      const means = held.get(station)
      if (means && !corrected) addTo(means, observation)
      else held.set(station, null)
    },
    async of(station, now) {
      const means = held.get(station)
      if (!means) return read(station, now)
      const first = firstHour(now)
      for (const hours of means.values()) for (const hour of hours.keys()) if (hour < first) hours.delete(hour)
      return means
    },
    forget(station) {
      held.delete(station)
      reading.delete(station)
    },
    stations: () => held.keys(),
  }
}

function addTo(means: HourMeans, { property, at, value, quality }: Observation): void {
  const hours = means.get(property as string as AqiPollutant)
  if (!hours || quality !== 'good') return
  const hour = Math.floor(at / HOUR) * HOUR
  const before = hours.get(hour)
  if (!before) {
    hours.set(hour, { mean: value, goodCount: 1 })
    return
  }
  before.goodCount += 1
  before.mean += (value - before.mean) / before.goodCount
}
