import { datastreamId, type DatastreamId, type PropertyKey } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { ThresholdRule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import { limitsAt } from './limits-at.js'
import { IDLE, type Condition, type Limits, type Sample } from './step-threshold.js'

/** One rule at one datastream. */
export interface Watch {
  key: string
  rule: ThresholdRule
  stream: Stream
  limits: Limits
  condition: Condition
  /** Its last occurrence; over where it is not among the open ones. */
  alarm: string | null
}

/** A datastream that some rule watches. */
export interface Stream {
  id: DatastreamId
  station: Station
  property: PropertyKey
  watches: Watch[]
  /** The newest value that may alarm; null before the first. */
  sample: Sample | null
  /** That value came late. */
  late: boolean
  /** The newest value may not alarm (or not yet), so the clock alone moves nothing. */
  paused: boolean
  /** A late value that waits until its burst is over. */
  waiting: { observation: Observation; dueAt: EpochMs } | null
}

/** The datastream with the rules that watch it, as they stand for its station now; null where there is none. */
export function createStream(station: Station, property: PropertyKey, rules: readonly ThresholdRule[]): Stream | null {
  const stream: Stream = {
    id: datastreamId(station.id, property),
    station,
    property,
    watches: [],
    sample: null,
    late: false,
    paused: true,
    waiting: null,
  }
  for (const rule of rules) {
    const limits = limitsAt(rule, station)
    if (!limits) continue
    const key = `${rule.id}/${station.id}/${property}`
    stream.watches.push({ key, rule, stream, limits, condition: IDLE, alarm: null })
  }
  return stream.watches.length > 0 ? stream : null
}

/** A condition as it is remembered over a restart, with the value it stands on. */
export interface Remembered {
  condition: Condition
  sample: Sample
  late: boolean
}
