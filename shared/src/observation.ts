import type { DatastreamId, PropertyKey, StationId } from './ids.js'
import type { EpochMs } from './time.js'

export const QUALITIES = ['good', 'calibrating', 'fault', 'suspect'] as const
export type Quality = (typeof QUALITIES)[number]

/** One value of one datastream. */
export interface Observation {
  datastream: DatastreamId
  station: StationId
  property: PropertyKey
  /** When it was measured (`phenomenonTime`). */
  at: EpochMs
  value: number
  quality: Quality
  /** When it reached us (`resultTime`). */
  receivedAt: EpochMs
  /** `server`: the device gave no time, so `at` is when it reached us. */
  timeSource: 'device' | 'server'
}

/** What an observation of a known datastream was recorded as. */
export type Outcome = 'stored' | 'duplicate' | 'corrected'

/** Why a message or an observation was not taken; stable codes. */
export const REJECTION_REASONS = [
  'payload.unreadable',
  'payload.too-large',
  'property.unknown',
  'value.not-a-number',
  'time.future',
  'time.unreadable',
  'topic.foreign',
  'rate.exceeded',
] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

export const AGGREGATES = ['mean', 'min', 'max', 'sum', 'count', 'last'] as const
export type Aggregate = (typeof AGGREGATES)[number]
