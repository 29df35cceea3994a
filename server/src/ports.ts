import type { Alarm, AlarmEvent, AlarmEventType, AlarmState, Localized, Severity } from '@ioc/shared/alarm'
import type { Combine } from '@ioc/shared/bucket'
import type { Channel, SeverityCounts, Why } from '@ioc/shared/channel'
import type { Gateway } from '@ioc/shared/gateway'
import type { DatastreamId, PropertyKey, StationId } from '@ioc/shared/ids'
import type { MaintenanceWindow } from '@ioc/shared/maintenance'
import type { Observation, Outcome, Quality, RejectionReason } from '@ioc/shared/observation'
import type { Retention } from '@ioc/shared/retention'
import type { Rule } from '@ioc/shared/rule'
import type { Handover, ShiftNote } from '@ioc/shared/shift'
import type { Area, Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { Beat, ForecastNews, LatestStation, Others } from '@ioc/shared/wire'

/** Time, passed in so that a day can be replayed. */
export interface Clock {
  now(): EpochMs
  /** Calls `run` every `ms` until the returned function is called. */
  every(ms: number, run: () => void): () => void
  /** Calls `run` once after `ms` unless the returned function is called first. */
  after(ms: number, run: () => void): () => void
}

/** What is left of a disk. */
export interface DiskSpace {
  freeBytes: number
  totalBytes: number
}

/** A message as the field sent it. */
export interface Packet {
  /** Who sent it: the station whose credentials opened the connection, or a gateway, whose id is never a station's. */
  sender: StationId
  topic: string
  bytes: Buffer
  qos: 0 | 1 | 2
  receivedAt: EpochMs
}

/** What the sender's connection deserves, once the message is on disk. */
export type Verdict = 'acknowledge' | 'disconnect'
export type TakePacket = (packet: Packet) => Promise<Verdict>

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
}

export interface ManyBucketsQuery extends Omit<BucketQuery, 'station'> {
  stations: readonly StationId[]
}

export interface Bucket extends Reading {
  property: PropertyKey
  /** How many observations of the bucket were `good`. */
  goodCount: number
}

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
  /** In time order, in chunks, without a limit. */
  read(datastream: DatastreamId, from: EpochMs, to: EpochMs): AsyncIterable<readonly Reading[]>
  /** In time order within each property; a bucket without observations is left out. */
  buckets(query: BucketQuery): Promise<Bucket[]>
  /** The same of many stations in one question; of who has none nothing is said. */
  bucketsByStation(query: ManyBucketsQuery): Promise<Map<StationId, Bucket[]>>
  /** The newest observation of every datastream, measured at or before `asOf` where that is given. */
  newest(asOf?: EpochMs): Promise<Observation[]>
  /** Values that a later arrival replaced, oldest first. */
  corrections(datastream: DatastreamId, from: EpochMs, to: EpochMs): Promise<Correction[]>
  /** The sum of every tally ever committed, a row a station. */
  tallies(): Promise<Tally[]>
  /** Newest first. */
  rejections(query: RejectionChoice & { limit: number }): Promise<StoredRejection[]>
  /** The ids alone, oldest first. */
  rejectionIds(choice: RejectionChoice): Promise<string[]>
  /** Those of these ids that are still there, oldest first. */
  rejectionsById(ids: readonly string[]): Promise<StoredRejection[]>
  /** How many times each datastream has in each interval (of an hour or less) of the last two days that begins at or after `from`. */
  counts(from: EpochMs, everyMs: number): Promise<{ datastream: DatastreamId; at: EpochMs; count: number }[]>
  close(): Promise<void>
}

/** What one part of the store holds. */
export interface StoragePart {
  rows: number
  /** On disk, in whole blocks. */
  bytes: number
  /** Null where there is nothing. */
  oldest: EpochMs | null
  newest: EpochMs | null
}

export interface StorageUse {
  /** Observations in the database. */
  raw: StoragePart
  minute: StoragePart
  hour: StoragePart
  day: StoragePart
  /** Waiting for a remote store. */
  spool: StoragePart
  /** Months that lie in files, oldest first. */
  archive: (StoragePart & { file: string })[]
}

/** The phase of one rule at one datastream (or station), saved so that running durations survive a restart. */
export interface SavedCondition {
  key: string
  /** JSON; null forgets it. */
  state: string | null
}

/** Which alarms are wanted; what is left out does not restrict. */
export interface AlarmQuery {
  /** `active`, which is the default: not yet normal again, or not acknowledged. */
  states?: readonly (AlarmState | 'active' | 'all')[] | undefined
  severities?: readonly Severity[] | undefined
  stations?: readonly string[] | undefined
  areas?: string[] | undefined
  rules?: readonly string[] | undefined
  /** Only what this alarm explains. */
  suppressedBy?: string | undefined
  /** Raised at or after … */
  from?: EpochMs | undefined
  /** … and before. */
  to?: EpochMs | undefined
  /** Those that were not over at that moment, each as it stood then; left out: now. */
  at?: EpochMs | undefined
}

/** What the figures of the alarms need of an event. */
export interface AlarmFact {
  at: EpochMs
  type: AlarmEventType
  /** The occurrence, by its id. */
  alarm: string
  rule: string
  station: StationId
  /** As they are after the event. */
  severity: Severity
  state: AlarmState
}

/** Append-only memory of every transition of every alarm. */
export interface AlarmJournal {
  /** Durable once resolved: events and conditions together, or neither. */
  append(events: readonly AlarmEvent[], conditions: readonly SavedCondition[]): Promise<void>
  /** In the order of `seq`. */
  events(query: { alarm?: string; from?: EpochMs; to?: EpochMs }): Promise<AlarmEvent[]>
  conditions(): Promise<SavedCondition[]>
  /** The last event of each occurrence that was not `cleared` at `asOf` (default: now), oldest first. */
  open(asOf?: EpochMs): Promise<AlarmEvent[]>
  /** The last event of each of these occurrences. */
  last(alarms: readonly string[]): Promise<AlarmEvent[]>
  /** The last event of each occurrence raised in the range, whatever its state. */
  raised(from: EpochMs, to: EpochMs): Promise<AlarmEvent[]>
  /** The events of a range in the order of `seq`, in chunks; those that move nothing (a comment) may be left out. */
  facts(from: EpochMs, to: EpochMs): AsyncIterable<readonly AlarmFact[]>
  lastSeq(): Promise<number>
  /** Every maintenance window there ever was, in the order of their first keeping. */
  windows(): Promise<MaintenanceWindow[]>
  /** A new one, or the new version of one; durable once resolved. */
  putWindow(window: MaintenanceWindow): Promise<void>
}

/** One alarm of a notice, with what somebody needs who reads nothing else. */
export interface NoticeItem {
  why: Why
  alarm: Alarm
  /** How the station, group or system is called. */
  name: string
  /** How its commune is called; null where it has none. */
  area: string | null
  /** How its value is written; null where the alarm has no property. */
  measured: { name: Localized; unit: string; decimals: number } | null
  advice: Localized | null
  /** Where it is on the screen; null where nobody said how we are reached. */
  link: string | null
}

/** What one channel says at one moment, to those that it says it to. It does not change from one try to the next. */
export interface Notice {
  /** Stable: by it a receiver knows what came twice. */
  id: string
  channel: string
  /** 0: those who are told at once; n: the nth step of the escalation. */
  step: number
  at: EpochMs
  /** Worst first; none of them in a test. */
  items: readonly NoticeItem[]
  /** How many of each severity are due, those included that come in the next notice. */
  counts: SeverityCounts
  following: number
}

/** Takes a notice to where its channel leads. */
export interface Notifier {
  /**
   * Resolves once the other side has taken it: null, or who of several people did not get it. What went wrong is
   * thrown, in words without secrets.
   */
  send(channel: Channel, notice: Notice, signal: AbortSignal): Promise<string | null>
}

/** What one step of one channel was told of one alarm last. */
export interface Told {
  channel: string
  step: number
  alarm: string
  /** How severe it was then, */
  severity: Severity
  /** and whether its condition had ended. */
  isOver: boolean
  at: EpochMs
  /** Since when the channel asks for somebody to look. */
  since: EpochMs
}

/** How a channel has fared. */
export interface ChannelHealth {
  /** Tries in a row that failed. */
  failures: number
  sentAt: EpochMs | null
  failedAt: EpochMs | null
  error: string | null
  givenUp: number
}

/** Channels, what waits to be sent through them, and who was told what. Durable once resolved. */
export interface NoticeStore {
  channels(): Promise<{ channel: Channel; health: ChannelHealth | null }[]>
  /** A new one, or a new version of one; what belongs to steps that it no longer has is forgotten. */
  putChannel(channel: Channel): Promise<void>
  /** With all that waits and was told. */
  removeChannel(id: string): Promise<void>
  putHealth(channel: string, health: ChannelHealth): Promise<void>
  /** Oldest first. */
  waiting(): Promise<Notice[]>
  enqueue(notice: Notice): Promise<void>
  /** The notice waits no longer, and this was told by it: together, or neither. */
  settle(notice: string, told: readonly Told[]): Promise<void>
  told(): Promise<Told[]>
  /** Nobody needs to know any more who was told of these alarms. */
  forget(alarms: readonly string[]): Promise<void>
}

/** What shifts leave to each other. Durable once resolved. */
export interface ShiftStore {
  /** Oldest first; `from` inclusive, `to` exclusive. */
  notes(from: EpochMs, to: EpochMs): Promise<ShiftNote[]>
  putNote(note: ShiftNote): Promise<void>
  /** Newest first. */
  handovers(limit: number): Promise<Handover[]>
  /** A new one, or one that was signed by who takes it. */
  putHandover(handover: Handover): Promise<void>
}

/** An index as it is now, or was at a moment. */
export interface IndexValue {
  value: number
  /** 1 to 6 of VN_AQI; of a flood level its value, 0 to 3. */
  band: number
  /** The property that decides it. */
  main: string
  /** Start of its hour or day; when the value it comes from was measured. */
  at: EpochMs
}

/** A change to a station; null removes a fact that may be missing. */
export type StationPatch = { [K in keyof Omit<Station, 'id'>]?: Station[K] | null | undefined }

/** A table as a file holds it, or where it can no longer be read; lines from 1. */
export type Table =
  | { columns: readonly string[]; rows: readonly { line: number; cells: readonly string[] }[] }
  | { broken: 'csv.unreadable' | 'csv.not-utf-8'; line: number }

/** One fault of a table. */
export interface TableFault {
  /** The line of the file, from 1. */
  row: number
  /** Null: the row as a whole. */
  column: string | null
  /** Stable. */
  code: string
  message: { vi: string; en: string }
}

/** What a table of stations comes to; with a fault in it nothing of it is kept. */
export interface StationTable {
  stations: Station[]
  faults: TableFault[]
  /** What is odd and may be right. */
  warnings: TableFault[]
}

/** The living copy of the province: what the seed brought and what people changed since. */
export interface Registry {
  /** The seed this data folder was made from; null in a new folder. */
  province(): Promise<{ id: string; version: number } | null>
  /** One transaction: the seed's identity with its stations, areas and rules. */
  seed(seed: { id: string; version: number; stations: Station[]; areas: Area[]; rules: Rule[] }): Promise<void>
  stations(): Promise<Station[]>
  /** All of them, new or changed, or none; each id once. */
  putStations(stations: readonly Station[]): Promise<void>
  removeStation(id: StationId): Promise<void>
  gateways(): Promise<Gateway[]>
  putGateway(gateway: Gateway): Promise<void>
  /** With its secret. */
  removeGateway(id: StationId): Promise<void>
  areas(): Promise<Area[]>
  rules(): Promise<Rule[]>
  /** One transaction: the rules become these, and each change is noted. */
  changeRules(changes: readonly RuleVersion[]): Promise<void>
  /** What was noted of a rule, oldest first; a rule that nobody changed has no notes. */
  ruleVersions(id: string): Promise<RuleVersion[]>
  /** Null: nobody has decided anything. */
  retention(): Promise<Retention | null>
  putRetention(retention: Retention): Promise<void>
  secrets(): Promise<DeviceSecret[]>
  /** All of them or none; each station once. */
  putSecrets(secrets: readonly DeviceSecret[]): Promise<void>
}

/** A rule as someone made it. */
export interface RuleVersion {
  id: string
  version: number
  at: EpochMs
  by: string
  /** Null: it was removed. */
  rule: Rule | null
}

export interface DeviceSecret {
  /** A station or a gateway. */
  station: StationId
  /** SHA-256 of the secret, hex. */
  sha256: string
  changedAt: EpochMs
  /** The one before it, while it still holds. */
  old: { sha256: string; until: EpochMs } | null
}

/** What a delta or a snapshot carries on its way out; the adapter writes its alarms in wire form. */
export interface LiveState {
  at: string
  stations: LatestStation[]
  alarms: readonly Alarm[]
  removed?: string[]
  others?: Others
}

/** One dashboard. */
export interface LiveClient {
  /** False while what was sent before has not left us yet. */
  ready(): boolean
  /** Many clients are sent the same object: what is made of it can be made once. */
  send(event: 'snapshot' | 'delta', state: LiveState, seq: number): void
  send(event: 'beat', beat: Beat): void
  send(event: 'forecast', news: ForecastNews): void
  send(event: 'stations', nothing: undefined): void
}

/** Does heavy work beside the event loop, one piece at a time. */
export interface Worker<Job, Answer> {
  /** The answer, and how long it took; throws `worker.broken` where the work crashed or hung. The next piece finds a new start. */
  run(job: Job): Promise<{ answer: Answer; ms: number }>
  close(): Promise<void>
}
