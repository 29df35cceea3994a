import type { StationId } from '@ioc/shared/ids'
import type { RefusalReason } from '@ioc/shared/refusal'
import type { EpochMs } from '@ioc/shared/time'
import type { Role } from '@ioc/shared/wire'

/** A device that wants to come in. */
export interface DeviceVisit {
  address: string
  /** Empty where none was given. */
  username: string
  password: string
  /** Null: none was shown. `fault` says why it does not hold. */
  certificate: { name: string } | { fault: string } | null
}

export type DeviceEntry =
  | { sender: StationId }
  /** The refusal is told after `waitMs`. */
  | { why: RefusalReason; detail: string; waitMs: number }

/** Decides who of the field comes in. */
export interface DeviceDoor {
  /** How long a new connection from this address waits before it is looked at, milliseconds; null: it is closed. */
  knock(address: string): number | null
  enter(visit: DeviceVisit): DeviceEntry
}

/** Somebody was turned away. */
export interface Refused {
  why: RefusalReason
  /** The name that was given, known or not. */
  who: string
  address: string
  detail: string
}

/** The same, as often as it happened. */
export interface RefusedOften extends Refused {
  count: number
  first: EpochMs
  last: EpochMs
}

/** What a call may do; which role may do which is decided in one place. */
export type Action =
  | 'read'
  | 'handle alarms'
  | 'change stations'
  | 'change rules'
  | 'issue secrets'
  | 'change retention'
  | 'post observations'
  | 'read rejections'
  | 'retry rejections'
  | 'manage people'
  | 'manage tokens'
  | 'read audit'
  | 'manage channels'

export interface Person {
  name: string
  role: Role
  /** argon2id, PHC string. */
  passwordHash: string
  createdAt: EpochMs
}

/** A session of a person or a token of a program. */
export interface AccessToken {
  id: string
  kind: 'session' | 'token'
  name: string
  role: Role
  /** SHA-256 of the secret, hex. */
  sha256: string
  createdAt: EpochMs
  expiresAt: EpochMs
}

/** Who calls. */
export type Caller = Omit<AccessToken, 'sha256' | 'createdAt'>

/** What is decided of a token before it is made. */
export type NewToken = Omit<AccessToken, 'id' | 'sha256' | 'createdAt'>

/** Lets the devices of a batch fetch their secrets themselves. */
export interface BatchKey {
  id: string
  name: string
  /** SHA-256 of the key, hex. */
  sha256: string
  /** The stations it is for … */
  stations: StationId[] | null
  /** … or what the stations that are made with it have in common. */
  new: { kind: string; area: string; agency: string; prefix: string; reportIntervalS: number; max: number } | null
  createdAt: EpochMs
  expiresAt: EpochMs
  claims: readonly BatchClaim[]
}

export interface BatchClaim {
  station: StationId
  at: EpochMs
  address: string
  /** It may be claimed once more. */
  freed: boolean
}

/** What is decided of a batch key before it is made. */
export type NewBatchKey = Pick<BatchKey, 'name' | 'stations' | 'new' | 'expiresAt'>

export interface AuditEntry {
  at: EpochMs
  who: string
  action: string
  subject: string
  detail: string
}

export interface AccessStore {
  people(): Promise<Person[]>
  putPerson(person: Person): Promise<void>
  removePerson(name: string): Promise<void>
  tokens(): Promise<AccessToken[]>
  putToken(token: AccessToken): Promise<void>
  removeToken(id: string): Promise<void>
  /** With their claims, by the time of each. */
  batchKeys(): Promise<BatchKey[]>
  /** Without its claims. */
  putBatchKey(key: BatchKey): Promise<void>
  /** With its claims. */
  removeBatchKey(id: string): Promise<void>
  putClaim(key: string, claim: BatchClaim): Promise<void>
  removeClaim(key: string, station: StationId): Promise<void>
  audit(entry: AuditEntry): Promise<void>
  /** Newest first. */
  auditTrail(limit: number): Promise<AuditEntry[]>
}
