import type { Observation, Quality } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { Conditions } from './conditions.js'
import { ageMs, BURST_OVER_MS, TOO_OLD_MS } from './lateness.js'
import type { Stream } from './stream.js'
import { isCalm, type Watch } from './watch.js'

/** After an outage the late values of a whole province are due at once: so many count in a second, in their order. */
const LATE_AT_ONCE = 4_000

export interface StreamSteps {
  /** A value that became the newest of its datastream. */
  take(stream: Stream, observation: Observation, now: EpochMs): void
  /** A value that came after a newer one. */
  takeBehind(stream: Stream, observation: Observation): void
  /** The newest value once more, for those of its rules that have seen none. */
  lookAgain(stream: Stream, observation: Observation, now: EpochMs): void
  /** Late values count once their burst is over. */
  tick(now: EpochMs): void
  /** Another takes the place of this one, or (null) none: a late value that waits goes on with it. */
  passOn(before: Stream, after: Stream | null): void
  /** Whether no late value waits. */
  idle(): boolean
}

/** Steps the rules of a datastream by its values; one that moves no condition makes nothing. */
export function createStreamSteps(conditions: Pick<Conditions, 'step' | 'interrupt'>): StreamSteps {
  const waiting = new Set<Stream>()

  function step(stream: Stream, { at, value }: Observation, heardAt: EpochMs, late: boolean, now: EpochMs): void {
    const plausible = value >= stream.min && value <= stream.max
    for (const watch of stream.onValues) stepOne(watch, at, value, plausible, heardAt, late, now)
    if (plausible && !stream.faulty) return
    for (const watch of stream.onFaults) stepOne(watch, at, value, plausible, heardAt, late, now)
    stream.faulty = !plausible || !stream.onFaults.every(isCalm)
  }

  function stepOne(
    watch: Watch,
    at: EpochMs,
    value: number,
    plausible: boolean,
    heardAt: EpochMs,
    late: boolean,
    now: EpochMs,
  ): void {
    const signal = watch.signal!.take(at, value, plausible)
    watch.paused = signal === null
    if (signal === null) return
    const { held } = watch
    if (held) {
      held.at = at
      held.heardAt = heardAt
      held.value = signal
      held.shown = value
    } else watch.held = { at, heardAt, value: signal, shown: value }
    watch.late = late
    if (watch.of.awake) conditions.step(watch, now)
  }

  /** A late value has been past the limit since it was measured, as far as anyone knows. */
  function stepLate(stream: Stream, observation: Observation, now: EpochMs): void {
    if (ageMs(stream.property, observation.at, now) > TOO_OLD_MS) return
    step(stream, observation, observation.at, true, now)
  }

  function take(stream: Stream, observation: Observation, now: EpochMs): void {
    if (stream.waiting) {
      stream.waiting = null
      waiting.delete(stream)
    }
    if (isTimely(stream, observation, now)) {
      return step(stream, observation, Math.min(observation.receivedAt, now), false, now)
    }
    const counts = speaks(observation.quality)
    for (const watch of stream.watches) {
      if (counts) watch.paused = true
      else conditions.interrupt(watch)
    }
    if (!counts) return
    remember(stream, observation)
    stream.waiting = { observation, dueAt: now + BURST_OVER_MS }
    waiting.add(stream)
  }

  return {
    take,
    takeBehind(stream, { at, value, quality }) {
      if (!speaks(quality) || value < stream.min || value > stream.max) return
      for (const { signal } of stream.onValues) signal!.takeBehind?.(at, value)
    },
    lookAgain(stream, observation, now) {
      const fresh = stream.watches.filter(({ held }) => held === null)
      if (fresh.length === 0) return
      if (!isTimely(stream, observation, now)) return take(stream, observation, now)
      const { at, value, receivedAt } = observation
      const plausible = value >= stream.min && value <= stream.max
      for (const watch of fresh) stepOne(watch, at, value, plausible, Math.min(receivedAt, now), false, now)
    },
    tick(now) {
      let counted = 0
      for (const stream of waiting) {
        if (!stream.waiting || stream.waiting.dueAt > now) continue
        if (counted++ === LATE_AT_ONCE) return
        const { observation } = stream.waiting
        waiting.delete(stream)
        stream.waiting = null
        stepLate(stream, observation, now)
      }
    },
    passOn(before, after) {
      waiting.delete(before)
      if (!after || !before.waiting) return
      after.waiting = before.waiting
      waiting.add(after)
    },
    idle: () => waiting.size === 0,
  }
}

/** Whether its rules may act on a value now. */
function isTimely(stream: Stream, { at, quality }: Observation, now: EpochMs): boolean {
  return speaks(quality) && now - at <= stream.lateAfterMs
}

function speaks(quality: Quality): boolean {
  return quality !== 'calibrating' && quality !== 'fault'
}

/** What is too old to be told of at once belongs to the sums and means of what follows all the same. */
function remember(stream: Stream, { at, value }: Observation): void {
  const plausible = value >= stream.min && value <= stream.max
  for (const { signal } of stream.onValues) if (signal!.window) signal!.take(at, value, plausible)
}
