import type { StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { HOUR, type EpochMs } from '@ioc/shared/time'
import { AQI_POLLUTANTS, type AqiPollutant } from '@ioc/shared/vn-aqi'
import type { ObservationStore } from '../ports/observation-store.js'
import { firstHour } from './current-aqi.js'
import { readHourMeansOfMany, type HourMeans } from './hour-means.js'

const POLLUTANTS: ReadonlySet<string> = new Set(AQI_POLLUTANTS)

export function isPollutant(property: string): property is AqiPollutant {
  return POLLUTANTS.has(property)
}

export interface RunningMeans {
  /** A new value costs an addition. A corrected one has the station read again: what it replaced is in the store. */
  add(observation: Observation, corrected: boolean): void
  /** From memory where it holds, else from the store, in the order of the stations. */
  of(stations: readonly StationId[], now: EpochMs): Promise<ReadonlyMap<StationId, HourMeans>>
  forget(station: StationId): void
  stations(): Iterable<StationId>
}

/** The hourly means of every air station over the hours that the current indices need. */
export function createRunningMeans(store: Pick<ObservationStore, 'bucketsByStation'>): RunningMeans {
  const held = new Map<StationId, HourMeans | null>()
  /** Stations being read, each with whether something arrived meanwhile, so that it is not known what was read. */
  const reading = new Map<StationId, { disturbed: boolean }>()

  async function read(stations: readonly StationId[], now: EpochMs): Promise<Map<StationId, HourMeans>> {
    const states = new Map(stations.map((station) => [station, { disturbed: false }]))
    for (const [station, state] of states) reading.set(station, state)
    const found = await readHourMeansOfMany({ store, stations, from: firstHour(now), to: now + HOUR })
    for (const [station, state] of states) {
      if (reading.get(station) === state) reading.delete(station)
      if (!state.disturbed && held.has(station)) held.set(station, found.get(station)!)
    }
    return found
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
    async of(stations, now) {
      const first = firstHour(now)
      const known = new Map<StationId, HourMeans | null>()
      for (const station of stations) {
        const means = held.get(station) ?? null
        known.set(station, means)
        for (const hours of means?.values() ?? []) for (const hour of hours.keys()) if (hour < first) hours.delete(hour)
      }
      const found = await read(
        stations.filter((station) => !known.get(station)),
        now,
      )
      return new Map(stations.map((station) => [station, known.get(station) ?? found.get(station)!]))
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
