import type { Doubt } from '@ioc/shared/anomaly'
import type { DatastreamId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'
import type { Conditions } from './conditions.js'
import type { Stream } from './stream.js'
import { isCalm } from './watch.js'

export interface Doubts {
  /** What does not fit about a datastream from now on, or (null) that all does again; no stream: no rule watches it. */
  doubt(id: DatastreamId, stream: Stream | null, doubt: Doubt | null, now: EpochMs): void
  /** Tells a datastream that was just bound what does not fit about it. */
  tell(stream: Stream): void
  /** A datastream is gone, and what was doubted about it. */
  forget(id: DatastreamId): void
}

/** Steps the rules on anomalies by what is doubted. */
export function createDoubts(conditions: Pick<Conditions, 'step'>): Doubts {
  const doubts = new Map<DatastreamId, Doubt>()

  return {
    doubt(id, stream, doubt, now) {
      if (doubt) doubts.set(id, doubt)
      else doubts.delete(id)
      if (!stream) return
      for (const watch of stream.watches) {
        const { doubted } = watch.signal!
        if (!doubted) continue
        const value = doubted.tell(doubt)
        if (value === 0 && isCalm(watch) && !watch.held?.value) continue
        const { at, value: shown } = doubt && value === 1 ? doubt : { at: now, value: watch.held?.shown ?? 0 }
        watch.held = { at, heardAt: now, value, shown }
        watch.late = false
        watch.paused = false
        // From now on plausible values step it as well.
        stream.faulty = true
        if (watch.of.awake) conditions.step(watch, now)
      }
    },
    tell(stream) {
      const doubt = doubts.get(stream.id)
      if (doubt) for (const { signal } of stream.watches) signal?.doubted?.tell(doubt)
    },
    forget: (id) => void doubts.delete(id),
  }
}
