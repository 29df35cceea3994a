import type { Alarm } from '@ioc/shared/alarm'
import type { Doubt } from '@ioc/shared/anomaly'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import type { Area } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { Expectation } from '../ports/forecasts.js'
import type { KnownStations } from '../ports/registry.js'
import { createBoundStreams } from './bound-streams.js'
import { createConditions } from './conditions.js'
import { createDerivedWatch } from './derived-watch.js'
import { createDoubts } from './doubts.js'
import { createForesight, type ReadExpectation } from './foresight.js'
import { handOver } from './hand-over.js'
import type { JournalWriter } from './journal-writer.js'
import type { Occurrences } from './occurrences.js'
import { createRuleStates } from './rule-states.js'
import { createStanding } from './standing.js'
import { createStreamSteps } from './stream-steps.js'
import type { Stream } from './stream.js'
import type { Remembered, Watch } from './watch.js'

export interface RuleWatch {
  /** Values that became the newest of their datastream. */
  take(newest: Iterable<Observation>, now: EpochMs): void
  /** Values that came after a newer one of their datastream. */
  takeBehind(behind: Iterable<Observation>): void
  tick(now: EpochMs): void
  /** What is expected of a datastream from now on. */
  foresee(station: StationId, property: PropertyKey, expectation: Expectation, now: EpochMs): void
  /** What does not fit about a datastream, or (null) that all does again. */
  doubt(station: StationId, property: PropertyKey, doubt: Doubt | null, now: EpochMs): void
  /** A rule that is watched elsewhere (silence) begins to stand at a station, or ceases to. */
  stood(rule: string, station: StationId, stands: boolean): void
  /** From now on these; conditions of a rule that changed go on where they can, those of one that is gone end. */
  setRules(rules: readonly Rule[], now: EpochMs): void
  /** The newest values of all datastreams, for those whose rules have changed: a new rule sees what stands. */
  lookAgain(newest: Iterable<Observation>, now: EpochMs): void
  /** Goes on with a remembered condition; false where no rule watches that any more, or not at this hour. */
  recall(key: string, remembered: Remembered, now: EpochMs): boolean
  /** Goes on with an open occurrence, or ends it where its rule sleeps; false where no rule watches that any more. */
  adopt(alarm: Alarm, now: EpochMs): boolean
  /** Their limits, intervals or places may be others now. */
  stationsChanged(ids: readonly StationId[], now: EpochMs): void
  stationsRemoved(ids: readonly StationId[], now: EpochMs): void
  /** Whether the clock has nothing to move but the hours of rules. */
  idle(): boolean
  /** Every watch that has a window which nobody has filled. */
  windows(): Watch[]
}

interface RuleWatchOptions {
  stations: KnownStations
  areas: readonly Area[]
  properties: readonly ObservedProperty[]
  occurrences: Pick<Occurrences, 'raise' | 'settle'>
  writer: Pick<JournalWriter, 'remember'>
  /** What is expected of a datastream that no rule on forecasts has watched so far. */
  expectationOf: ReadExpectation
  /** Nobody watches for this any more: its rule is gone, or does not reach its station. */
  onAbandoned(alarm: string, now: EpochMs): void
}

/** Steps the rules, all kinds but silence: by values, by what is expected or doubted, by the clock, and by other rules. */
export function createRuleWatch(options: RuleWatchOptions): RuleWatch {
  const { onAbandoned } = options
  const states = createRuleStates()
  const standing = createStanding((rule, station) => derived.changed(rule, station))
  const derived = createDerivedWatch({ ...options, standing, conditions: () => conditions })
  const conditions = createConditions({
    ...options,
    onStanding: ({ of, station }, stands) => standing.set(of.rule.id, station, stands),
    gather: derived.gather,
  })
  const steps = createStreamSteps(conditions)
  const foresight = createForesight({ ...options, conditions, streamOf: (id) => streams.get(id) })
  const doubts = createDoubts(conditions)
  const streams = createBoundStreams({
    ...options,
    onBound(stream) {
      foresight.tell(stream)
      doubts.tell(stream)
    },
  })

  /** Datastreams whose rules have changed and that were not looked at since. */
  const renewed = new Set<Stream>()

  function takeOne(observation: Observation, now: EpochMs): void {
    const stream = streams.bind(observation.station, observation.property, observation.datastream)
    if (stream !== null) steps.take(stream, observation, now)
  }

  function* all(): Iterable<Watch> {
    for (const stream of streams.values()) yield* stream.watches
    yield* derived.watches()
  }

  function keepHours(now: EpochMs): void {
    for (const state of states.keepHours(now)) {
      for (const watch of all()) {
        if (watch.of !== state) continue
        if (!state.awake) conditions.end(watch, now)
        else if (watch.held && !watch.paused) conditions.step(watch, now)
      }
    }
  }

  /** Binds a datastream anew and hands over what was going on; a condition nobody watches any more is not true. */
  function rebind(old: Stream, now: EpochMs): void {
    const stream = streams.bind(old.station.id, old.property)
    steps.passOn(old, stream)
    for (const before of old.watches) {
      pass(before, watchIn(stream, before.of.rule.id), now)
    }
  }

  function pass(before: Watch, after: Watch | undefined, now: EpochMs): void {
    const had = { ...before }
    if (!after) {
      conditions.forget(before)
      if (had.alarm !== null) onAbandoned(had.alarm, now)
      return
    }
    conditions.release(before)
    conditions.resume(after, handOver(had, after))
    if (!after.of.awake) conditions.end(after, now)
    else if (after.held && !after.paused) conditions.step(after, now)
  }

  function find(rule: string, station: StationId, property: string | null): Watch | undefined {
    if (property === null || property === '-') return derived.find(rule, station)
    return watchIn(streams.bind(station, property as PropertyKey), rule)
  }

  return {
    take(newest, now) {
      for (const observation of newest) takeOne(observation, now)
      derived.run(now)
    },
    takeBehind(behind) {
      for (const observation of behind) {
        const stream = streams.bind(observation.station, observation.property, observation.datastream)
        if (stream !== null) steps.takeBehind(stream, observation)
      }
    },
    foresee(station, property, expectation, now) {
      const stream = streams.bind(station, property)
      if (stream) foresight.foresee(stream, expectation, now)
      derived.run(now)
    },
    doubt(station, property, doubt, now) {
      if (!options.stations.get(station)) return
      doubts.doubt(datastreamId(station, property), streams.bind(station, property), doubt, now)
      derived.run(now)
    },
    tick(now) {
      keepHours(now)
      foresight.tick(now)
      conditions.tick(now)
      steps.tick(now)
      derived.run(now)
    },
    stood: standing.set,
    setRules(rules, now) {
      const changed = states.setRules(rules, now)
      const amended = streams.setRules(states.onValues(), changed)
      const oldDerived = [...derived.watches()]
      derived.setRules(states.onRules(), new Map(rules.map((rule) => [rule.id, rule])))
      for (const { stream, left } of amended) {
        renewed.add(stream)
        if (stream.watches.length === 0) steps.passOn(stream, null)
        for (const before of left) pass(before, watchIn(stream, before.of.rule.id), now)
      }
      for (const watch of oldDerived) {
        const after = derived.find(watch.of.rule.id, watch.station)
        if (after !== watch) pass(watch, after, now)
      }
      derived.run(now)
    },
    lookAgain(newest, now) {
      for (const observation of newest) {
        const stream = streams.get(observation.datastream)
        if (stream === undefined) takeOne(observation, now)
        else if (stream && renewed.has(stream)) steps.lookAgain(stream, observation, now)
        const bound = streams.get(observation.datastream)
        if (bound) foresight.catchUp(bound, now)
      }
      renewed.clear()
      derived.run(now)
    },
    recall(key, { conditions: remembered, held, late }, now) {
      const [rule, station, property] = key.split('/') as [string, StationId, string]
      const watch = find(rule, station, property)
      if (!watch || watch.levels.length !== remembered.length) return false
      Object.assign(watch, { held, late, paused: held === null })
      if (held) watch.signal?.resume?.(held)
      if (held && watch.signal?.ahead) foresight.recall(datastreamId(station, watch.property!), held.at, now)
      if (watch.of.awake) conditions.resume(watch, remembered)
      return watch.of.awake
    },
    adopt(alarm, now) {
      const watch = find(alarm.rule, alarm.station, alarm.property)
      if (!watch) return false
      watch.alarm = alarm.id
      const { phenomenonTime: lastAt } = alarm
      if (watch.signal?.ahead) foresight.recall(datastreamId(alarm.station, watch.property!), lastAt, now)
      if (alarm.clearedAt === null && watch.level === 0) {
        const level = watch.levels.findLastIndex(({ severity }) => severity === alarm.severity)
        conditions.resumeAt(watch, Math.max(level, 0) + 1)
        if (!watch.of.awake) conditions.end(watch, now)
      }
      return true
    },
    stationsChanged(ids, now) {
      for (const id of ids) for (const stream of streams.unbind(id)) rebind(stream, now)
      derived.stationsChanged(ids)
      derived.run(now)
    },
    stationsRemoved(ids, now) {
      for (const stream of ids.flatMap((id) => streams.unbind(id))) {
        steps.passOn(stream, null)
        for (const watch of stream.watches) conditions.forget(watch)
      }
      for (const id of ids) {
        for (const { key } of options.properties) {
          foresight.forget(datastreamId(id, key))
          doubts.forget(datastreamId(id, key))
        }
      }
      derived.stationsChanged(ids)
      derived.run(now)
    },
    idle: () => conditions.idle() && steps.idle(),
    windows: () => [...all()].filter(({ signal }) => signal?.window && !signal.window.filled),
  }
}

function watchIn(stream: Stream | null, rule: string): Watch | undefined {
  return stream?.watches.find(({ of }) => of.rule.id === rule)
}
