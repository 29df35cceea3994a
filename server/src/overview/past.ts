import type { StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { ObservationStore, PastMoment } from '../ports/observation-store.js'
import type { Past } from './state.js'

/** Every station at a moment of the past, by the values that were its newest then. */
export interface PastStations extends Past {
  of(station: StationId): readonly Observation[]
}

/** Sorted in one go: a piece of this size holds nothing else up. */
const OBSERVATIONS_AT_ONCE = 20_000

export async function readPast(
  store: Pick<ObservationStore, 'newest'>,
  { at, known }: PastMoment,
): Promise<PastStations> {
  const stations = new Map<string, Observation[]>()
  for (const [n, observation] of (await store.newest({ measured: at, known })).entries()) {
    if (n % OBSERVATIONS_AT_ONCE === 0) await new Promise((resume) => setImmediate(resume))
    const those = stations.get(observation.station)
    if (those) those.push(observation)
    else stations.set(observation.station, [observation])
  }
  return {
    at,
    of: (station) => stations.get(station) ?? [],
    newest: (station, property) => stations.get(station)?.find((each) => each.property === property),
  }
}
