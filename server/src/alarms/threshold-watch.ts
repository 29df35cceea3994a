import type { Alarm } from '@ioc/shared/alarm'
import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Rule, ThresholdRule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import { createConditions } from './conditions.js'
import type { JournalWriter } from './journal-writer.js'
import { ageMs, BURST_OVER_MS, isLate, TOO_OLD_MS } from './lateness.js'
import type { Occurrences } from './occurrences.js'
import { createStream, type Remembered, type Stream, type Watch } from './stream.js'

export interface ThresholdWatch {
  take(newest: readonly Observation[], now: EpochMs): void
  tick(now: EpochMs): void
  /** Goes on with a remembered condition; false where no rule watches that any more. */
  recall(key: string, remembered: Remembered): boolean
  /** Goes on with an open occurrence; false where no rule watches that any more. */
  adopt(alarm: Alarm): boolean
  /** Its limits or its interval may be others now. */
  stationChanged(id: StationId, now: EpochMs): void
  stationRemoved(id: StationId): void
}

interface ThresholdWatchOptions {
  rules: readonly Rule[]
  stations: { get(id: StationId): Station | undefined }
  properties: readonly ObservedProperty[]
  occurrences: Occurrences
  writer: Pick<JournalWriter, 'remember'>
}

/**
 * Steps the rules on values.
 *
 * A datastream is bound to its rules when it is first seen; from then on a value of a datastream without rules costs one
 * look into a map.
 */
export function createThresholdWatch(options: ThresholdWatchOptions): ThresholdWatch {
  const { stations, occurrences } = options
  const rules = byProperty(options.rules)
  const streams = new Map<DatastreamId, Stream | null>()
  const bound = new Map<StationId, DatastreamId[]>()
  const conditions = createConditions(options)
  const waiting = new Set<Stream>()

  function bind(stationId: StationId, property: PropertyKey): Stream | null {
    const id = datastreamId(stationId, property)
    const known = streams.get(id)
    if (known !== undefined) return known
    const station = stations.get(stationId)
    if (!station) return null
    const stream = createStream(station, property, rules.get(property) ?? [])
    streams.set(id, stream)
    const others = bound.get(stationId)
    if (others) others.push(id)
    else bound.set(stationId, [id])
    return stream
  }

  function takeOne(stream: Stream, observation: Observation, now: EpochMs): void {
    waiting.delete(stream)
    stream.waiting = null
    stream.paused = true
    const { quality, at, value, receivedAt } = observation
    if (quality === 'calibrating' || quality === 'fault') return
    if (!isLate(ageMs(stream.property, at, now), stream.station.reportIntervalS)) {
      conditions.step(stream, { at, value, heardAt: Math.min(receivedAt, now) }, false, now)
      return
    }
    stream.waiting = { observation, dueAt: now + BURST_OVER_MS }
    waiting.add(stream)
  }

  /** A late value has been past the limit since it was measured, as far as anyone knows. */
  function stepLate(stream: Stream, { at, value }: Observation, now: EpochMs): void {
    if (ageMs(stream.property, at, now) <= TOO_OLD_MS) conditions.step(stream, { at, value, heardAt: at }, true, now)
  }

  /** Binds a datastream anew and hands over what was going on; a condition nobody watches any more is not true. */
  function rebind(old: Stream, now: EpochMs): void {
    const stream = bind(old.station.id, old.property)
    waiting.delete(old)
    if (stream) {
      const { sample, late, paused } = old
      Object.assign(stream, { sample, late, paused, waiting: old.waiting })
      if (stream.waiting) waiting.add(stream)
    }
    for (const before of old.watches) {
      const after = stream?.watches.find((watch) => watch.rule.id === before.rule.id)
      conditions.release(before)
      if (after) {
        after.alarm = before.alarm
        conditions.resume(after, before.condition)
      } else {
        conditions.forget(before)
        occurrences.settle(before.alarm, now)
      }
    }
    if (stream?.sample && !stream.paused) conditions.step(stream, stream.sample, stream.late, now)
  }

  function unbind(id: StationId): Stream[] {
    const ids = bound.get(id) ?? []
    const old = ids.map((datastream) => streams.get(datastream)).filter((stream) => stream != null)
    for (const datastream of ids) streams.delete(datastream)
    bound.delete(id)
    return old
  }

  function find(rule: string, station: StationId, property: PropertyKey): Watch | undefined {
    return bind(station, property)?.watches.find((watch) => watch.rule.id === rule)
  }

  return {
    take(newest, now) {
      for (const observation of newest) {
        let stream = streams.get(observation.datastream)
        if (stream === undefined) stream = bind(observation.station, observation.property)
        if (stream !== null) takeOne(stream, observation, now)
      }
    },
    tick(now) {
      conditions.tick(now)
      for (const stream of waiting) {
        if (!stream.waiting || stream.waiting.dueAt > now) continue
        const { observation } = stream.waiting
        waiting.delete(stream)
        stream.waiting = null
        stepLate(stream, observation, now)
      }
    },
    recall(key, { condition, sample, late }) {
      const [rule, station, property] = key.split('/') as [string, StationId, PropertyKey]
      const watch = find(rule, station, property)
      if (!watch) return false
      conditions.resume(watch, condition)
      const { stream } = watch
      if (!stream.sample || sample.at > stream.sample.at) Object.assign(stream, { sample, late })
      stream.paused = false
      return true
    },
    adopt(alarm) {
      const watch = alarm.property === null ? undefined : find(alarm.rule, alarm.station, alarm.property)
      if (!watch) return false
      watch.alarm = alarm.id
      if (alarm.clearedAt === null && watch.condition.phase !== 'firing') {
        conditions.resume(watch, { phase: 'firing', goodSince: null })
      }
      return true
    },
    stationChanged(id, now) {
      for (const stream of unbind(id)) rebind(stream, now)
    },
    stationRemoved(id) {
      for (const stream of unbind(id)) {
        waiting.delete(stream)
        for (const watch of stream.watches) conditions.forget(watch)
      }
    },
  }
}

function byProperty(rules: readonly Rule[]): Map<string, ThresholdRule[]> {
  const table = new Map<string, ThresholdRule[]>()
  for (const rule of rules) {
    if (rule.kind !== 'threshold' || rule.enabled === false) continue
    table.set(rule.property, [...(table.get(rule.property) ?? []), rule])
  }
  return table
}
