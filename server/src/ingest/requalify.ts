import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore } from '../ports/observation-store.js'
import type { Suspects } from './admit.js'
import type { CommitQueue } from './commit-queue.js'

interface RequalifyOptions {
  store: Pick<ObservationStore, 'read'>
  queue: Pick<CommitQueue, 'submit'>
  suspects: Suspects
  clock: Clock
}

export type Requalify = (station: StationId, property: PropertyKey, from: EpochMs, to: EpochMs) => Promise<void>

/**
 * Makes suspect what was taken in as good before its sensor was not believed: what is stored of `from` (inclusive) to `to`
 * (exclusive) and would be suspect if it came now. The good reading stays with the corrections, so what was known then
 * is known still; the ledger counts nothing, as nothing was received.
 */
export function createRequalify({ store, queue, suspects, clock }: RequalifyOptions): Requalify {
  return async (station, property, from, to) => {
    const datastream = datastreamId(station, property)
    for await (const readings of store.read(datastream, from, to)) {
      const receivedAt = clock.now()
      const observations: Observation[] = []
      for (const { at, value, quality, timeSource } of readings) {
        if (quality !== 'good' || !suspects.has(datastream, at, value)) continue
        observations.push({ datastream, station, property, at, value, quality: 'suspect', receivedAt, timeSource })
      }
      if (observations.length === 0) continue
      const submission = { station, receivedAt, bytes: 0, missed: 0, observations, refusals: [], rejections: [] }
      await queue.submit({ ...submission, requalifies: true }, () => undefined)
    }
  }
}
