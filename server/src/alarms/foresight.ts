import { FORECAST_HOLDS_MS } from '@ioc/shared/forecast'
import type { DatastreamId, PropertyKey, StationId } from '@ioc/shared/ids'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { Expectation } from '../ports/forecasts.js'
import type { Conditions } from './conditions.js'
import type { Stream } from './stream.js'
import { isResting } from './watch.js'

export interface Foresight {
  /** What is expected of a datastream from now on. */
  foresee(stream: Stream, expectation: Expectation, now: EpochMs): void
  /** Tells a datastream that was just bound what is expected of it. */
  tell(stream: Stream): void
  /** Of a datastream that had no rule on forecasts until now, what was issued before counts as well. */
  catchUp(stream: Stream, now: EpochMs): void
  /** A warning stands from before a restart, by a forecast of this time: it ends as any other where none comes anew. */
  recall(id: DatastreamId, issuedAt: EpochMs, now: EpochMs): void
  /** A datastream is gone, and what was expected of it. */
  forget(id: DatastreamId): void
  /** What was ahead may be over by now; forgets what was not forecast anew. */
  tick(now: EpochMs): void
}

/** What is expected of a datastream at this moment, whether or not a rule watches it; null: nothing. */
export type ReadExpectation = (station: StationId, property: PropertyKey) => Expectation | null

interface ForesightOptions {
  conditions: Pick<Conditions, 'step' | 'tellAnew' | 'end'>
  expectationOf: ReadExpectation
  streamOf(id: DatastreamId): Stream | null | undefined
}

/**
 * What was not forecast anew for so long is not expected any more. It is still shown for a while: a warning ends before
 * the forecast goes that it came from.
 */
const EXPECTED_MS = FORECAST_HOLDS_MS - 30 * MINUTE
/** The last news of a warning may be far older than the last forecast of it: so long a new one is waited for. */
const AWAITED_MS = 10 * MINUTE

/** What is expected of a datastream, as its rules see it. */
interface Outlook {
  expectation: Expectation
  /** When it was last looked at, and when something that was ahead then is over. */
  seenAt: EpochMs
  holdsTo: EpochMs
}

/** Steps the rules on forecasts by what is expected. */
export function createForesight({ conditions, expectationOf, streamOf }: ForesightOptions): Foresight {
  const outlooks = new Map<DatastreamId, Outlook>()

  /** Null: nobody forecasts it any more, and what was foretold is not true. */
  function step(stream: Stream, expectation: Expectation | null, now: EpochMs): void {
    for (const watch of stream.watches) {
      const { ahead } = watch.signal!
      if (!ahead) continue
      const begins = expectation?.unreliable && watch.level === 0
      const value = ahead.foresee(begins ? null : expectation, now)
      if (expectation === null || begins) conditions.end(watch, now)
      else if (value !== null) {
        watch.held = { at: expectation.issuedAt, heardAt: now, value, shown: ahead.latest() ?? value }
        watch.late = false
        watch.paused = false
        const stood = watch.level
        if (watch.of.awake) conditions.step(watch, now)
        if (watch.level === stood && !isResting(watch)) conditions.tellAnew(watch, now)
      }
    }
  }

  function look(stream: Stream, expectation: Expectation, now: EpochMs): void {
    const holdsTo = expectation.steps.find(({ at }) => at > now)?.at ?? Infinity
    outlooks.set(stream.id, { expectation, seenAt: now, holdsTo })
    step(stream, expectation, now)
  }

  function foresee(stream: Stream, expectation: Expectation, now: EpochMs): void {
    const isOld = now - expectation.issuedAt >= EXPECTED_MS
    if (!isOld && isWatched(stream)) look(stream, expectation, now)
  }

  return {
    foresee,
    catchUp(stream, now) {
      if (!isWatched(stream) || outlooks.has(stream.id)) return
      const expectation = expectationOf(stream.station.id, stream.property)
      if (expectation) foresee(stream, expectation, now)
    },
    tell(stream) {
      const { expectation, seenAt } = outlooks.get(stream.id) ?? {}
      if (!expectation?.steps.length || expectation.unreliable) return
      for (const { signal } of stream.watches) signal?.ahead?.foresee(expectation, seenAt!)
    },
    recall(id, lastAt, now) {
      const issuedAt = Math.max(lastAt, now - EXPECTED_MS + AWAITED_MS)
      outlooks.set(id, { expectation: { issuedAt, steps: [] }, seenAt: now, holdsTo: Infinity })
    },
    forget: (id) => void outlooks.delete(id),
    tick(now) {
      for (const [id, { expectation, holdsTo }] of outlooks) {
        const isOld = now - expectation.issuedAt >= EXPECTED_MS
        if (!isOld && now < holdsTo) continue
        const stream = streamOf(id)
        if (isOld) outlooks.delete(id)
        if (stream && isOld) step(stream, null, now)
        else if (stream) look(stream, expectation, now)
      }
    },
  }
}

function isWatched({ watches }: Stream): boolean {
  return watches.some(({ signal }) => signal?.ahead)
}
