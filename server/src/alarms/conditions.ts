import type { ObservedProperty } from '@ioc/shared/properties'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { JournalWriter } from './journal-writer.js'
import { fillMessage, writtenAs } from './message.js'
import type { Occurrences } from './occurrences.js'
import { IDLE, isRunning, stepThreshold, type Condition, type Sample } from './step-threshold.js'
import type { Stream, Watch } from './stream.js'

export interface Conditions {
  /** A datastream has a new value: steps every rule that watches it. */
  step(stream: Stream, sample: Sample, late: boolean, now: EpochMs): void
  /** Runs holds and rests on by the clock. */
  tick(now: EpochMs): void
  /** Puts a watch into a condition it had before. */
  resume(watch: Watch, condition: Condition): void
  /** Nobody follows this watch any more; what it had raised goes on without it. */
  release(watch: Watch): void
  /** … and nothing of it is worth remembering. */
  forget(watch: Watch): void
}

interface ConditionsOptions {
  properties: readonly ObservedProperty[]
  occurrences: Occurrences
  writer: Pick<JournalWriter, 'remember'>
}

/** Moves the conditions of all watches; only those with a running duration are touched by the clock. */
export function createConditions({ properties, occurrences, writer }: ConditionsOptions): Conditions {
  const running = new Set<Watch>()

  function advance(watch: Watch, sample: Sample, now: EpochMs): void {
    const { condition, change } = stepThreshold(watch.limits, watch.condition, sample, now)
    if (condition !== watch.condition) {
      resume(watch, condition)
      remember(watch)
    }
    if (change === 'raised') watch.alarm = raise(watch, sample, now)
    if (change === 'cleared') occurrences.settle(watch.alarm, now)
  }

  function resume(watch: Watch, condition: Condition): void {
    watch.condition = condition
    if (isRunning(condition)) running.add(watch)
    else running.delete(watch)
  }

  function remember({ key, condition, stream: { sample, late } }: Watch): void {
    writer.remember(key, condition.phase === 'idle' ? null : JSON.stringify({ condition, sample, late }))
  }

  function raise({ rule, stream, limits, alarm }: Watch, { at, value }: Sample, now: EpochMs): string {
    const { station, property, late } = stream
    const message = fillMessage(rule.message, {
      station: station.name,
      value,
      limit: limits.raise,
      minutes: Math.round(limits.holdMs / MINUTE),
      ...writtenAs(property, properties),
    })
    const cause = { late, phenomenonTime: at, value, limit: limits.raise, message }
    return occurrences.raise(alarm, { rule, station: station.id, property }, cause, now)
  }

  return {
    step(stream, sample, late, now) {
      stream.sample = sample
      stream.late = late
      stream.paused = false
      for (const watch of stream.watches) advance(watch, sample, now)
    },
    tick(now) {
      for (const watch of running) {
        const { sample, paused } = watch.stream
        if (sample && !paused) advance(watch, sample, now)
      }
    },
    resume,
    release: (watch) => running.delete(watch),
    forget(watch) {
      if (watch.condition.phase !== 'idle') writer.remember(watch.key, null)
      resume(watch, IDLE)
    },
  }
}
