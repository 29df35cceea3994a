import type { ForecastSpan } from './forecast.js'
import type { Alarm, AlarmState, Localized, Severity } from './alarm.js'
import type { AnomalyCause, AnomalyKind, Neighbour } from './anomaly.js'
import type { RejectionReason, Quality } from './observation.js'
import type { ObservedProperty } from './properties.js'
import type { Reporting, Station } from './station.js'

/** ISO 8601 UTC with milliseconds and `Z`, as every time leaves us. */
export type IsoTime = string

/** An object whose epoch times have become ISO 8601 text. */
type WithIsoTimes<T, K extends keyof T> = { [P in keyof T]: P extends K ? IsoTime | Extract<T[P], null> : T[P] }

export interface WireValue {
  value: number
  at: IsoTime
  quality: Quality
  /** Why a value is suspect that its device called good; left out of all others, and where it only was out of range. */
  doubt?: WireDoubt | undefined
}

export interface WireDoubt {
  kind: AnomalyKind
  /** When a value did not fit first. */
  since: IsoTime
  why: Localized
}

export interface WireIndex {
  value: number
  /** `band` of VN_AQI: 1 (Tốt) to 6 (Nguy hại); of a flood level: its value, 0 to 3. */
  band: number
  /** The property that decides the index. */
  main: string
  at: IsoTime
}

/** One station as it is now (or was at a moment). */
export interface LatestStation {
  station: string
  /** When the newest value was measured; null where nothing was ever received. */
  at: IsoTime | null
  /** When anything was last received. */
  receivedAt: IsoTime | null
  /** What the device (or its last will) last said of its connection; null where it said nothing. */
  connection: 'online' | 'offline' | null
  reporting: Reporting
  values: Record<string, WireValue>
  indices: Record<string, WireIndex>
  alarm: { severity: Severity; state: AlarmState; count: number } | null
}

export type WireAlarm = Omit<
  WithIsoTimes<Alarm, 'raisedAt' | 'clearedAt' | 'phenomenonTime'>,
  'ack' | 'shelved' | 'early' | 'since'
> & {
  since?: IsoTime
  early: { at: IsoTime; probability: number; unreliable?: true | undefined } | null
  ack: { by: string; at: IsoTime; note: string | null; severity: Severity } | null
  shelved: { by: string; until: IsoTime; reason: string } | null
}

export interface WireAlarmEvent {
  seq: number
  at: IsoTime
  type: string
  by: string | null
  text: string | null
  state: AlarmState
  severity: Severity
  value: number | null
  limit: number | null
  agency: string | null
  suppressedBy: string | null
  /** Of an early warning: what was expected then. */
  early?: { at: IsoTime; probability: number } | undefined
}

/** A datastream whose values do not fit its past, now. */
export interface WireAnomaly {
  station: string
  property: string
  kind: AnomalyKind
  /** What lies behind it, by its neighbours. */
  cause: AnomalyCause
  /** Measured then, and what it was: the first value that did not fit. */
  since: IsoTime
  value: number
  /** How far beyond what it takes to be flagged; from 1 on. */
  score: number
  why: Localized
  /** Good values of it are taken as suspect meanwhile, but for those that people are warned of. */
  suspect: boolean
  neighbours: (Omit<Neighbour, 'station'> & { station: string })[]
}

/** `GET anomalies/coverage` */
export interface WireAnomalyCoverage {
  /** Datastreams whose values are judged. */
  watched: number
  /** Those of which too little is known yet: nothing of them is flagged. */
  learning: number
}

export interface WireMaintenance {
  id: string
  stations: string[]
  areas: string[]
  gateway: string | null
  rules: string[]
  from: IsoTime
  to: IsoTime
  reason: string
  by: string
  endedBy: string | null
}

/** Client → server on `/live`: what it wants to see; a part left out does not restrict. Answered by a `snapshot`. */
export interface View {
  bbox?: [west: number, south: number, east: number, north: number] | undefined
  zoom?: number | undefined
  kinds?: string[] | undefined
  areas?: string[] | undefined
  stations?: string[] | undefined
  /** Told in full wherever they stand. */
  also?: string[] | undefined
  /**
   * Stations out of view are told as well, but of them only who reports; whoever is in alarm is told in full, and every
   * alarm is told. So all can be counted and listed without the values of all. Left out: nothing is told of them.
   */
  others?: 'reporting' | undefined
}

/** Stations whose values are not told, by how they report. */
export type Others = Partial<Record<Reporting, string[]>>

/** Server → client: the whole state of the view. Replaces what the client had. */
export interface Snapshot {
  seq: number
  at: IsoTime
  stations: LatestStation[]
  /** Where the view asks for them; whoever is named nowhere is `reporting`. */
  others?: Others
  /** Every alarm of the view that is not over, shelved ones too. */
  alarms: WireAlarm[]
}

/** Server → client: what changed since `seq - 1`, whole objects. An alarm whose state is `cleared` leaves the list. */
export interface Delta {
  seq: number
  at: IsoTime
  stations: LatestStation[]
  alarms: WireAlarm[]
  /** When the newest value of the whole field came, in view or not; null before the first. */
  valueAt: IsoTime | null
  /** Stations that no longer exist or left the view. */
  removed?: string[]
  /** Where the view asks for them: who reports otherwise now, or is told in full no more. */
  others?: Others
}

/** Server → client every 2 s. */
export interface Beat {
  at: IsoTime
  /** When the newest batch was committed; null before the first. */
  committedAt: IsoTime | null
  /** When the newest value of the whole field came, in view or not; null before the first. */
  valueAt: IsoTime | null
  /** How long the field is usually without a word at most, by the report intervals of the stations; null where none reports. */
  usualMs: number | null
}

/** Server → client: of which datastreams in view there is a new forecast. */
export interface ForecastNews {
  at: IsoTime
  forecasts: { station: string; property: string; span: ForecastSpan }[]
}

export interface ServerToClient {
  snapshot: (snapshot: Snapshot) => void
  delta: (delta: Delta) => void
  beat: (beat: Beat) => void
  /** Forecasts were made anew: `GET forecasts` has them. */
  forecast: (news: ForecastNews) => void
  /** The list of stations (names, places, rules' limits) has changed: fetch it again. */
  stations: () => void
  /** Rules have changed: fetch them again. */
  rules: () => void
}

export interface ClientToServer {
  view: (view: View) => void
}

export interface WireObservation {
  at: IsoTime
  value: number
  quality: Quality
}

export interface WireIntakeResult {
  stored: number
  duplicate: number
  corrected: number
  rejected: { index: number; property: string | null; reason: RejectionReason }[]
}

export interface WireLedger {
  station: string
  received: number
  stored: number
  duplicate: number
  corrected: number
  rejected: Partial<Record<RejectionReason, number>>
  pending: number
  bytes: number
  /** Observations that never arrived, by gaps in the device's `seq`. */
  missed: number
  lastSeen: IsoTime | null
  /** How far the device's clock is behind ours, less than 0: ahead; null where that is not known. */
  clockOffsetMs: number | null
  /** Against what the station's interval promises; null for a gateway. */
  reports: WireReports | null
}

export interface WireReports {
  /** The last whole clock hour. */
  hour: WireReportRate
  /** The last 24 whole clock hours. */
  day: WireReportRate
}

export interface WireReportRate {
  /** Reports measured in that time, whenever they came; no more an hour than were expected. */
  received: number
  expected: number
  /** received / expected, 0 to 1. */
  rate: number
}

export interface WireRejection {
  id: string
  at: IsoTime
  station: string | null
  topic: string
  reason: RejectionReason
  detail: string
  /** base64 */
  payload: string
  /** How many observations of the ledger it stands for. */
  count: number
  /** Whether the message was kept whole. */
  whole: boolean
  /** Whether it can be taken in again once its cause is mended, and what stands in the way for good. */
  retryable: boolean
  obstacle: RetryObstacle | null
}

/** A message as it came, whatever became of it; only the last few of a sender are kept. */
export interface WireMessage {
  /** Higher than that of every message before it, since the server started. */
  id: number
  at: IsoTime
  topic: string
  /** How long it was. */
  bytes: number
  /** base64; of a long one the beginning */
  payload: string
  /** Whether the payload is all of it. */
  whole: boolean
  /** How many of its observations were taken, and how many refused. */
  taken: number
  refused: number
}

/** Why a rejected message can never be taken in again; stable codes. */
export const RETRY_OBSTACLES = ['message.cut', 'sender.unknown', 'topic.other', 'codec.sparkplug'] as const
export type RetryObstacle = (typeof RETRY_OBSTACLES)[number]

/** What became of rejections that were to be taken in again. */
export interface WireRetryResult {
  /** These are no more: what their values were recorded as. */
  taken: { id: string; stored: number; duplicate: number; corrected: number }[]
  /** What is refused still, and why; what was taken in part stands in both. */
  still: { id: string; reason: RejectionReason; detail: string; obstacle: RetryObstacle | null }[]
  /** How many are chosen that were not looked at, since one call takes so many … */
  left: number
  /** … and after which one the next call goes on; null where none is left. */
  after: string | null
}

export const ROLES = ['viewer', 'operator', 'leader', 'engineer', 'admin'] as const
export type Role = (typeof ROLES)[number]

export interface WireSession {
  user: { name: string; role: Role }
  expiresAt: IsoTime
}

/** `GET province`: what a client must know to draw the room. */
export interface WireProvince {
  id: string
  name: string
  /** Any station is simulated: the screen says MÔ PHỎNG. */
  simulated: boolean
  bounds: [west: number, south: number, east: number, north: number]
  /** GeoJSON layers of the base map, by role, at `GET basemap/{layer}`. */
  basemap: string[]
  /** Whether it has put tiles of its own beneath the map: `GET ground`. */
  ground: boolean
  attribution: string[]
  properties: ObservedProperty[]
  /** Who owns stations, and how they are reached where the province says so. */
  agencies: { name: string; contact?: string | undefined }[]
}

export type WireStation = Station

/** How the IOC itself is. */
export interface WireSystem {
  versions: { ioc: string; node: string; duckdb: string }
  startedAt: IsoTime
  /** As `/readyz`; empty when all is well. */
  waitingFor: string[]
  /** What a remote store has not got yet; null where there is none. */
  spool: { rows: number; away: boolean } | null
  /** Null where it cannot be told. */
  disk: { freeBytes: number; totalBytes: number } | null
  /** Of the process. */
  memoryBytes: number
  /** Null: devices come to another broker. */
  mqttPort: number | null
  mqttsPort: number | null
}

export interface WirePerson {
  name: string
  role: Role
  createdAt: IsoTime
}

/** Where somebody is signed in; `current`: the one that asks. */
export interface WirePersonSession extends WirePerson {
  id: string
  expiresAt: IsoTime
  current: boolean
}

/** RFC 9457 problem details. */
export interface Problem {
  type: string
  title: string
  status: number
  /** Stable. */
  code: string
  detail?: string
  errors?: { at: string; message: string }[]
}
