import type { Observation } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import { indexObservation } from '../indices/index-observation.js'
import type { Latest } from '../ingest/latest.js'
import type { Stations } from '../stations/stations.js'

/** The newest observations and indices of every station. */
export function* newestOf(latest: Latest, stations: Stations, now: EpochMs): Iterable<Observation> {
  yield* latest.observations()
  for (const { id } of stations.values()) {
    for (const [key, value] of latest.get(id)?.indices ?? []) yield indexObservation(id, key, value, now)
  }
}
