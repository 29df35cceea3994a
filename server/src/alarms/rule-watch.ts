import type { Alarm } from '@ioc/shared/alarm'
import { isDuring } from '@ioc/shared/during'
import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import { isDerivedRule, type DerivedRule, type Rule } from '@ioc/shared/rule'
import type { Area, Station } from '@ioc/shared/station'
import { HOUR, type EpochMs } from '@ioc/shared/time'
import { createConditions } from './conditions.js'
import { createDerivedWatch } from './derived-watch.js'
import { handOver } from './hand-over.js'
import type { Expectation } from './ahead.js'
import type { JournalWriter } from './journal-writer.js'
import { ageMs, BURST_OVER_MS, TOO_OLD_MS } from './lateness.js'
import type { Occurrences } from './occurrences.js'
import { createStanding } from './standing.js'
import { createStream, type Stream, type ValueRuleState } from './stream.js'
import { createLeaps } from './leaps.js'
import { createVariety } from './variety.js'
import { isCalm, isResting, type Remembered, type RuleState, type Watch } from './watch.js'

export interface RuleWatch {
  /** Values that became the newest of their datastream. */
  take(newest: Iterable<Observation>, now: EpochMs): void
  tick(now: EpochMs): void
  /** What is expected of a datastream from now on. */
  foresee(station: StationId, property: PropertyKey, expectation: Expectation, now: EpochMs): void
  /** A rule that is watched elsewhere (silence) begins to stand at a station, or ceases to. */
  stood(rule: string, station: StationId, stands: boolean): void
  /** From now on these; conditions of a rule that changed go on where they can, those of one that is gone end. */
  setRules(rules: readonly Rule[], now: EpochMs): void
  /** Goes on with a remembered condition; false where no rule watches that any more. */
  recall(key: string, remembered: Remembered): boolean
  /** Goes on with an open occurrence; false where no rule watches that any more. */
  adopt(alarm: Alarm): boolean
  /** Its limits or its interval may be others now. */
  stationChanged(id: StationId, now: EpochMs): void
  stationRemoved(id: StationId, now: EpochMs): void
  /** Whether the clock has nothing to move but the hours of rules. */
  idle(): boolean
  /** Every watch that has a window. */
  windows(): Watch[]
}

interface RuleWatchOptions {
  stations: { get(id: StationId): Station | undefined; values(): Iterable<Station> }
  areas: readonly Area[]
  properties: readonly ObservedProperty[]
  occurrences: Pick<Occurrences, 'raise' | 'settle'>
  writer: Pick<JournalWriter, 'remember'>
  /** Nobody watches for this any more: its rule is gone, or does not reach its station. */
  onAbandoned(alarm: string, now: EpochMs): void
}

/** What was not forecast anew for so long is not expected any more. */
const EXPECTED_MS = 2.5 * HOUR

/**
 * Steps the rules, all kinds but silence.
 *
 * A datastream is bound to its rules when it is first seen; from then on a value of a datastream without rules costs one
 * look into a map, and one that moves no condition makes nothing.
 */
export function createRuleWatch(options: RuleWatchOptions): RuleWatch {
  const { stations, onAbandoned } = options
  const properties = new Map<string, ObservedProperty>(options.properties.map((each) => [each.key, each]))
  const standing = createStanding((rule, station) => derived.changed(rule, station))
  const derived = createDerivedWatch({ ...options, standing, conditions: () => conditions })
  const conditions = createConditions({
    ...options,
    onStanding: ({ of, station }, stands) => standing.set(of.rule.id, station, stands),
    gather: derived.gather,
  })
  let states = new Map<string, RuleState>()
  let byProperty = new Map<string, ValueRuleState[]>()
  /** Rules on every property. */
  let general: ValueRuleState[] = []
  const streams = new Map<DatastreamId, Stream | null>()
  const bound = new Map<StationId, DatastreamId[]>()
  const waiting = new Set<Stream>()
  const expected = new Map<DatastreamId, Expectation>()

  function bind(stationId: StationId, property: PropertyKey): Stream | null {
    const id = datastreamId(stationId, property)
    const known = streams.get(id)
    if (known !== undefined) return known
    const station = stations.get(stationId)
    if (!station) return null
    const rules = [...(byProperty.get(property) ?? []), ...general]
    const stream = createStream(station, property, properties.get(property), rules)
    const expectation = expected.get(id)
    if (stream && expectation) for (const { signal } of stream.watches) signal?.ahead?.foresee(expectation)
    streams.set(id, stream)
    const others = bound.get(stationId)
    if (others) others.push(id)
    else bound.set(stationId, [id])
    return stream
  }

  function takeOne(stream: Stream, observation: Observation, now: EpochMs): void {
    if (stream.waiting) {
      stream.waiting = null
      waiting.delete(stream)
    }
    const { quality, at } = observation
    const counts = quality !== 'calibrating' && quality !== 'fault'
    const inTime = now - at <= stream.lateAfterMs
    if (counts && inTime) return step(stream, observation, Math.min(observation.receivedAt, now), false, now)
    for (const watch of stream.watches) watch.paused = true
    if (!counts) return
    stream.waiting = { observation, dueAt: now + BURST_OVER_MS }
    waiting.add(stream)
  }

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

  /** Steps what is expected of a datastream; null: nobody forecasts it any more, and what was foretold is not true. */
  function stepAhead(stream: Stream, expectation: Expectation | null, now: EpochMs): void {
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

  function forgetExpectations(now: EpochMs): void {
    for (const [id, { issuedAt }] of expected) {
      if (now - issuedAt < EXPECTED_MS) continue
      expected.delete(id)
      const stream = streams.get(id)
      if (stream) stepAhead(stream, null, now)
    }
  }

  /** A late value has been past the limit since it was measured, as far as anyone knows. */
  function stepLate(stream: Stream, observation: Observation, now: EpochMs): void {
    if (ageMs(stream.property, observation.at, now) > TOO_OLD_MS) return
    step(stream, observation, observation.at, true, now)
  }

  function* all(): Iterable<Watch> {
    for (const stream of streams.values()) if (stream) yield* stream.watches
    yield* derived.watches()
  }

  /** Lets rules sleep and wake by their hours. */
  function keepHours(now: EpochMs): void {
    for (const state of states.values()) {
      if (!state.rule.during) continue
      const awake = isDuring(state.rule.during, now)
      if (awake === state.awake) continue
      state.awake = awake
      for (const watch of all()) {
        if (watch.of !== state) continue
        if (!awake) conditions.end(watch, now)
        else if (watch.held && !watch.paused) conditions.step(watch, now)
      }
    }
  }

  /** Binds a datastream anew and hands over what was going on; a condition nobody watches any more is not true. */
  function rebind(old: Stream, now: EpochMs): void {
    const stream = bind(old.station.id, old.property)
    waiting.delete(old)
    if (stream && old.waiting) {
      stream.waiting = old.waiting
      waiting.add(stream)
    }
    for (const before of old.watches) {
      const after = stream?.watches.find(({ of }) => of.rule.id === before.of.rule.id)
      pass(before, after, now)
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
    if (after.held && !after.paused && after.of.awake) conditions.step(after, now)
  }

  function unbind(id: StationId): Stream[] {
    const ids = bound.get(id) ?? []
    const old = ids.map((datastream) => streams.get(datastream)).filter((stream) => stream != null)
    for (const datastream of ids) streams.delete(datastream)
    bound.delete(id)
    return old
  }

  function find(rule: string, station: StationId, property: string | null): Watch | undefined {
    if (property === null || property === '-') return derived.find(rule, station)
    return bind(station, property as PropertyKey)?.watches.find(({ of }) => of.rule.id === rule)
  }

  function stateOf(rule: Rule, now: EpochMs): RuleState | ValueRuleState | null {
    if (rule.enabled === false || rule.kind === 'silence') return null
    const before = states.get(rule.id)
    if (before && JSON.stringify(before.rule) === JSON.stringify(rule)) return before
    const awake = isDuring(rule.during, now)
    if (isDerivedRule(rule)) return { rule, awake }
    const unlikely = 'unlikelyPerHour' in rule ? rule.unlikelyPerHour : undefined
    return { rule, awake, variety: createVariety(), leaps: createLeaps(unlikely) }
  }

  return {
    take(newest, now) {
      for (const observation of newest) {
        let stream = streams.get(observation.datastream)
        if (stream === undefined) stream = bind(observation.station, observation.property)
        if (stream !== null) takeOne(stream, observation, now)
      }
      derived.run(now)
    },
    foresee(station, property, expectation, now) {
      const id = datastreamId(station, property)
      const stream = bind(station, property)
      if (!stream?.watches.some(({ signal }) => signal?.ahead)) return
      expected.set(id, expectation)
      stepAhead(stream, expectation, now)
      derived.run(now)
    },
    tick(now) {
      keepHours(now)
      forgetExpectations(now)
      conditions.tick(now)
      for (const stream of waiting) {
        if (!stream.waiting || stream.waiting.dueAt > now) continue
        const { observation } = stream.waiting
        waiting.delete(stream)
        stream.waiting = null
        stepLate(stream, observation, now)
      }
      derived.run(now)
    },
    stood: standing.set,
    setRules(rules, now) {
      const next = rules.map((rule) => stateOf(rule, now)).filter((state) => state !== null)
      states = new Map(next.map((state) => [state.rule.id, state]))
      byProperty = new Map()
      general = []
      for (const state of next) {
        if (!isOnValues(state)) continue
        const { property } = state.rule
        if (property === undefined) general.push(state)
        else byProperty.set(property, [...(byProperty.get(property) ?? []), state])
      }
      const old = [...bound.keys()].flatMap(unbind)
      const oldDerived = [...derived.watches()]
      derived.setRules(next.filter(isOnRules), new Map(rules.map((rule) => [rule.id, rule])))
      for (const stream of old) rebind(stream, now)
      for (const watch of oldDerived) {
        const after = derived.find(watch.of.rule.id, watch.station)
        if (after !== watch) pass(watch, after, now)
      }
      derived.stationsChanged()
      derived.run(now)
    },
    recall(key, { conditions: remembered, held, late }) {
      const [rule, station, property] = key.split('/') as [string, StationId, string]
      const watch = find(rule, station, property)
      if (!watch || watch.levels.length !== remembered.length) return false
      Object.assign(watch, { held, late, paused: held === null })
      if (held) watch.signal?.resume?.(held)
      conditions.resume(watch, remembered)
      return true
    },
    adopt(alarm) {
      const watch = find(alarm.rule, alarm.station, alarm.property)
      if (!watch) return false
      watch.alarm = alarm.id
      if (alarm.clearedAt === null && watch.level === 0) {
        const level = watch.levels.findLastIndex(({ severity }) => severity === alarm.severity)
        conditions.resumeAt(watch, Math.max(level, 0) + 1)
      }
      return true
    },
    stationChanged(id, now) {
      for (const stream of unbind(id)) rebind(stream, now)
      derived.stationsChanged()
      derived.run(now)
    },
    stationRemoved(id, now) {
      for (const stream of unbind(id)) {
        waiting.delete(stream)
        for (const watch of stream.watches) conditions.forget(watch)
      }
      derived.stationsChanged()
      derived.run(now)
    },
    idle: () => conditions.idle() && waiting.size === 0,
    windows: () => [...all()].filter(({ signal }) => signal?.window),
  }
}

function isOnValues(state: RuleState): state is ValueRuleState {
  return !isDerivedRule(state.rule)
}

function isOnRules(state: RuleState): state is RuleState<DerivedRule> {
  return isDerivedRule(state.rule)
}
