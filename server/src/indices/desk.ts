import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Observation, Outcome } from '@ioc/shared/observation'
import type { IndexKey } from '@ioc/shared/properties'
import { HOUR, SECOND, type EpochMs } from '@ioc/shared/time'
import type { Events } from '../events.js'
import type { Clock } from '../ports/clock.js'
import type { IndexValue } from '../ports/index-value.js'
import type { ObservationStore } from '../ports/observation-store.js'
import type { KnownStations } from '../ports/registry.js'
import { currentAqi, firstHour } from './current-aqi.js'
import { indexMadeBy, isPlausible, toIndexValue, type ObservedIndex } from './observed-index.js'
import { createRunningMeans, isPollutant } from './running-means.js'

const REFRESH_MS = 2 * SECOND
/** All are due at a start and when an hour begins: after so many stations the others of the process have their turn. */
const AT_ONCE = 100

export interface IndexDesk {
  /** Goes on from the newest observation of each datastream. Call once. */
  open(newest: readonly Observation[]): void
  /** Every observation of a commit, late ones too. */
  take(observations: readonly Observation[], outcomes: readonly Outcome[]): void
  stationChanged(id: StationId): void
  stationRemoved(id: StationId): void
  /** Computes now what would be computed within two seconds. */
  settled(): Promise<void>
  close(): Promise<void>
}

interface IndexDeskOptions {
  store: Pick<ObservationStore, 'bucketsByStation'>
  stations: Pick<KnownStations, 'get'>
  clock: Clock
  /** An index as it is now, whether it changed or not; null: it has no value. */
  publish: (station: StationId, key: IndexKey, value: IndexValue | null) => void
  events: Pick<Events, 'warning'>
}

/**
 * Keeps the indices of every station as they are now.
 *
 * A flood level follows each water level at once, and a level of service each speed. VN_AQI is computed from running
 * hourly means, every two seconds for the stations that had new values, and for all of them when an hour begins.
 */
export function createIndexDesk({ store, stations, clock, publish, events }: IndexDeskOptions): IndexDesk {
  const newest = new Map<StationId, Map<PropertyKey, { at: EpochMs; value: number }>>()
  const means = createRunningMeans(store)
  const dirty = new Set<StationId>()
  let hour = Math.floor(clock.now() / HOUR)
  /** What was measured before this hour moves no index of now: months of backfill cost it nothing. */
  let reach = firstHour(clock.now())
  let refreshing: Promise<void> | null = null
  const stop = clock.every(REFRESH_MS, () => void refresh())

  function takeObserved(index: ObservedIndex, { station, property, at, value, quality }: Observation): void {
    if (quality === 'fault' || quality === 'calibrating' || !isPlausible(index, value)) return
    let known = newest.get(station)
    if (!known) newest.set(station, (known = new Map()))
    const before = known.get(property)
    if (before && at < before.at) return
    known.set(property, { at, value })
    putObserved(station, property, { at, value })
  }

  function takePollutant(observation: Observation, unknown: boolean): void {
    if (observation.at < reach) return
    means.add(observation, unknown)
    dirty.add(observation.station)
  }

  function putObserved(station: StationId, property: PropertyKey, value: { at: EpochMs; value: number }): void {
    const index = indexMadeBy(property)
    if (index) publish(station, index.key, toIndexValue(index, stations.get(station), value))
  }

  function takeOne(observation: Observation, unknown: boolean): void {
    const index = indexMadeBy(observation.property)
    if (index) takeObserved(index, observation)
    else if (isPollutant(observation.property)) takePollutant(observation, unknown)
  }

  function refresh(): Promise<void> {
    refreshing ??= refreshDirty().finally(() => {
      refreshing = null
    })
    return refreshing
  }

  async function refreshDirty(): Promise<void> {
    const thisHour = Math.floor(clock.now() / HOUR)
    if (thisHour !== hour) for (const station of means.stations()) dirty.add(station)
    hour = thisHour
    reach = firstHour(clock.now())
    const due = [...dirty]
    dirty.clear()
    let computed = 0
    try {
      for (const [station, hours] of await means.of(due, clock.now())) {
        if (++computed % AT_ONCE === 0) await new Promise((resume) => setImmediate(resume))
        if (!stations.get(station)) continue
        const { hour: hourly, day } = currentAqi(hours, clock.now())
        publish(station, 'vn_aqi', hourly)
        publish(station, 'vn_aqi_day', day)
      }
    } catch (cause) {
      for (const station of due) dirty.add(station)
      events.warning(`indices of ${due.length} stations not computed, trying again: ${String(cause)}`)
    }
  }

  return {
    open(observations) {
      for (const observation of observations) takeOne(observation, true)
    },
    take(observations, outcomes) {
      for (let index = 0; index < observations.length; index += 1) {
        if (outcomes[index] === 'duplicate') continue
        takeOne(observations[index] as Observation, outcomes[index] === 'corrected')
      }
    },
    stationChanged(id) {
      for (const [property, value] of newest.get(id) ?? []) putObserved(id, property, value)
    },
    stationRemoved(id) {
      newest.delete(id)
      means.forget(id)
      dirty.delete(id)
    },
    async settled() {
      await refreshing
      await refresh()
    },
    async close() {
      stop()
      await refreshing
    },
  }
}
