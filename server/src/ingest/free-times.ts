import type { DatastreamId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { ObservationStore } from '../ports/observation-store.js'
import { MOST_AHEAD_MS } from './admit.js'

/**
 * Gives each observation that came without a time the first one, from when it was received, at which its datastream has
 * none: another that was received in the same millisecond may be stored already, and they are two.
 */
export async function giveFreeTimes(
  observations: readonly Observation[],
  read: ObservationStore['read'],
): Promise<Observation[]> {
  const spans = new Map<DatastreamId, { from: EpochMs; to: EpochMs }>()
  for (const { datastream, at, timeSource } of observations) {
    if (timeSource === 'device') continue
    const { from, to } = spans.get(datastream) ?? { from: at, to: at }
    spans.set(datastream, { from: Math.min(from, at), to: Math.max(to, at) })
  }
  const taken = new Map<DatastreamId, Set<EpochMs>>()
  for (const [datastream, { from, to }] of spans) {
    const times = new Set<EpochMs>()
    for await (const chunk of read(datastream, from, to + MOST_AHEAD_MS)) for (const { at } of chunk) times.add(at)
    taken.set(datastream, times)
  }
  return observations.map((observation) => {
    const times = taken.get(observation.datastream)
    if (!times || observation.timeSource === 'device') return observation
    let at = observation.at
    while (times.has(at)) at++
    times.add(at)
    return { ...observation, at }
  })
}
