import type { DatastreamId } from '@ioc/shared/ids'
import { HOUR, type EpochMs } from '@ioc/shared/time'
import type { Expectation } from './ahead.js'
import type { Conditions } from './conditions.js'
import type { Stream } from './stream.js'
import { isResting } from './watch.js'

export interface Foresight {
  /** What is expected of a datastream from now on. */
  foresee(stream: Stream, expectation: Expectation, now: EpochMs): void
  /** Tells a datastream that was just bound what is expected of it. */
  tell(stream: Stream): void
  /** Forgets what was not forecast anew. */
  tick(now: EpochMs): void
}

interface ForesightOptions {
  conditions: Pick<Conditions, 'step' | 'tellAnew' | 'end'>
  streamOf(id: DatastreamId): Stream | null | undefined
}

/** What was not forecast anew for so long is not expected any more. */
const EXPECTED_MS = 2.5 * HOUR

/** Steps the rules on forecasts by what is expected. */
export function createForesight({ conditions, streamOf }: ForesightOptions): Foresight {
  const expected = new Map<DatastreamId, Expectation>()

  /** Null: nobody forecasts it any more, and what was foretold is not true. */
  function step(stream: Stream, expectation: Expectation | null, now: EpochMs): void {
    for (const watch of stream.watches) {
      const { ahead } = watch.signal!
      if (!ahead) continue
      const value = ahead.foresee(expectation)
      if (expectation === null) conditions.end(watch, now)
      else if (value !== null) {
        watch.held = { at: expectation.issuedAt, heardAt: now, value, shown: watch.held?.shown ?? value }
        watch.late = false
        watch.paused = false
        const stood = watch.level
        if (watch.of.awake) conditions.step(watch, now)
        if (watch.level === stood && !isResting(watch)) conditions.tellAnew(watch, now)
      }
    }
  }

  return {
    foresee(stream, expectation, now) {
      if (!stream.watches.some(({ signal }) => signal?.ahead)) return
      expected.set(stream.id, expectation)
      step(stream, expectation, now)
    },
    tell(stream) {
      const expectation = expected.get(stream.id)
      if (expectation) for (const { signal } of stream.watches) signal?.ahead?.foresee(expectation)
    },
    tick(now) {
      for (const [id, { issuedAt }] of expected) {
        if (now - issuedAt < EXPECTED_MS) continue
        expected.delete(id)
        const stream = streamOf(id)
        if (stream) step(stream, null, now)
      }
    },
  }
}
