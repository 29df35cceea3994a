import type { Combine } from '@ioc/shared/bucket'
import type { DatastreamId, PropertyKey, StationId } from '@ioc/shared/ids'
import type { Aggregate, Observation, Outcome, Quality, RejectionReason } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'

/** A message or an observation that was not taken, kept for an engineer to look at. */
export interface Rejection {
  at: EpochMs
  station: StationId
  topic: string
  reason: RejectionReason
  detail: string
  payload: Buffer
  /** Who sent the message: the station, or the gateway that speaks for it. */
  sender: StationId
  /** How many observations of the ledger it stands for. */
  count: number
  /** Where in the message they stood, as `places.ts` writes it; null: all that the message says. */
  places: string | null
  /** Whether the payload is all of the message; what was cut off cannot be taken in again. */
  whole: boolean
}

export interface StoredRejection extends Rejection {
  id: string
}

/**
 * What one station's ledger grows by: received = stored + duplicate + corrected + Σ rejected (+ pending, which is not on
 * disk). Less than 0 where what was counted before turns out to be something else.
 */
export interface Tally {
  station: StationId
  received: number
  stored: number
  duplicate: number
  corrected: number
  rejected: Partial<Record<RejectionReason, number>>
  bytes: number
  missed: number
  lastSeen: EpochMs
}

/** What one group commit puts on disk: all of it, or nothing. */
export interface Entry {
  observations: readonly Observation[]
  /** What `classify` said of each observation, in the same order. */
  outcomes: readonly Outcome[]
  rejections: readonly Rejection[]
  tallies: readonly Tally[]
  /** Rejections that are no more: what they stood for is among the observations and rejections of this entry. */
  withdrawn?: readonly string[]
}

/** What was rejected of one station for one reason, and is kept. */
export interface Rejected {
  station: StationId
  reason: RejectionReason
  count: number
}

/** Which rejections are wanted; what is left out does not restrict. */
export interface RejectionChoice {
  station?: StationId | undefined
  reason?: RejectionReason | undefined
}

export interface Reading {
  at: EpochMs
  value: number
  quality: Quality
}

/** One as it is stored. */
export interface StoredReading extends Reading, Pick<Observation, 'timeSource'> {}

export interface Correction extends Reading {
  /** When the newer value replaced this one. */
  replacedAt: EpochMs
}

export interface BucketQuery {
  station: StationId
  properties: readonly PropertyKey[]
  /** Inclusive. */
  from: EpochMs
  /** Exclusive. */
  to: EpochMs
  everyMs: number
  fn: Combine
  /** Of what had arrived by then, with the values that stood, as far as the store knows; left out: of all that arrived since. */
  known?: EpochMs | undefined
}

export interface ManyBucketsQuery extends Omit<BucketQuery, 'station' | 'known'> {
  stations: readonly StationId[]
}

export interface EnvelopeQuery {
  datastreams: readonly DatastreamId[]
  /** Inclusive. */
  from: EpochMs
  /** Exclusive. */
  to: EpochMs
  everyMs: number
}

/** What one datastream came to in steps that follow each other: a column each, as millions are read in one go. */
export interface Envelopes {
  datastream: DatastreamId
  /** When each step begins. */
  at: number[]
  low: number[]
  high: number[]
  last: number[]
  quality: Quality[]
}

/** A moment of the past, as it is looked back at. */
export interface PastMoment {
  at: EpochMs
  /** Of what had arrived by then, which is what the room knew at the moment itself; left out: of all that arrived since. */
  known?: EpochMs | undefined
}

/** A moment of the past, in two times: one asks what was, the other what somebody could know of it. */
export interface AsOf {
  /** Measured at or before. */
  measured: EpochMs
  /** Arrived at or before, with the value that stood then; left out: all that has arrived since, too. */
  known?: EpochMs | undefined
}

export interface Bucket extends Reading {
  property: PropertyKey
  /** How many observations of the bucket were `good`. */
  goodCount: number
}

/** What is asked of the past of one property of a station, measured or computed. */
export interface HistoryQuery {
  station: StationId
  property: string
  from: EpochMs
  to: EpochMs
  /** Null: every observation as it came. */
  everyMs: number | null
  /** Null: the property's own way of combining over time. */
  fn: Aggregate | null
  /** Of what had arrived by then; left out: of all that arrived since. */
  known?: EpochMs | undefined
}

export type ReadHistory = (query: HistoryQuery) => AsyncIterable<readonly Reading[]>

/**
 * Keeps observations, one value for each datastream and time.
 *
 * Writers call `classify` and then `commit`, one pair at a time. A bucket is computed from its `good` observations
 * alone; where it has none, from all of them, and then it carries the worst quality among them.
 */
export interface ObservationStore {
  classify(observations: readonly Observation[]): Promise<Outcome[]>
  /** Resolves once the entry would survive `kill -9`. */
  commit(entry: Entry): Promise<void>
  /** In time order, in chunks, without a limit; `known` as of buckets. */
  read(datastream: DatastreamId, from: EpochMs, to: EpochMs, known?: EpochMs): AsyncIterable<readonly StoredReading[]>
  /** In time order within each property; a bucket without observations is left out. */
  buckets(query: BucketQuery): Promise<Bucket[]>
  /** The same of many stations in one question; of who has none nothing is said. */
  bucketsByStation(query: ManyBucketsQuery): Promise<Map<StationId, Bucket[]>>
  /**
   * The lowest, highest and last of each step, of many datastreams in one question: one datastream after the other, each
   * in time order and in pieces of no more than some thousand steps. Who takes long over a piece holds nobody up.
   */
  envelopes(query: EnvelopeQuery): AsyncIterable<Envelopes>
  /** The newest measured observation of every datastream, of now or as of a moment. */
  newest(asOf?: AsOf): Promise<Observation[]>
  /** Values that a later arrival replaced, oldest first. */
  corrections(datastream: DatastreamId, from: EpochMs, to: EpochMs): Promise<Correction[]>
  /** The sum of every tally ever committed, a row a station. */
  tallies(): Promise<Tally[]>
  /** Newest first, from the one that came before this id on. */
  rejections(query: RejectionChoice & { limit: number; before?: string | undefined }): Promise<StoredRejection[]>
  /** The ids alone, oldest first. */
  rejectionIds(choice: RejectionChoice): Promise<string[]>
  /** Those of these ids that are still there, oldest first. */
  rejectionsById(ids: readonly string[]): Promise<StoredRejection[]>
  /** How many observations they stand for that came in a range, by station and reason. */
  rejected(from: EpochMs, to: EpochMs): Promise<Rejected[]>
  /** How many times each datastream has in each interval (of an hour or less) of the last two days that begins at or after `from`. */
  counts(from: EpochMs, everyMs: number): Promise<{ datastream: DatastreamId; at: EpochMs; count: number }[]>
  close(): Promise<void>
}
