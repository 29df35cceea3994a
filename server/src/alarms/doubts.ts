import type { Doubt } from '@ioc/shared/anomaly'
import type { DatastreamId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'
import type { Conditions } from './conditions.js'
import type { Stream } from './stream.js'
import { isCalm } from './watch.js'

export interface Doubts {
  /** What does not fit about a datastream from now on, or (null) that all does again. */
  doubt(stream: Stream, doubt: Doubt | null, now: EpochMs): void
  /** Tells a datastream that was just bound what does not fit about it. */
  tell(stream: Stream): void
}

/** Steps the rules on anomalies by what is doubted. */
export function createDoubts(conditions: Pick<Conditions, 'step'>): Doubts {
  const doubts = new Map<DatastreamId, Doubt>()

  return {
    doubt(stream, doubt, now) {
      if (doubt) doubts.set(stream.id, doubt)
      else doubts.delete(stream.id)
      for (const watch of stream.watches) {
        const { doubted } = watch.signal!
        if (!doubted) continue
        const value = doubted.tell(doubt)
        if (value === 0 && isCalm(watch)) continue
        const { at, value: shown } = doubt ?? { at: now, value: watch.held?.shown ?? 0 }
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
  }
}
