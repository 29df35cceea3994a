import type { Localized } from './alarm.js'
import type { RefusalReason } from './refusal.js'
import type { IsoTime, Role } from './wire.js'

/** `GET tokens`: a program that may call. */
export interface WireToken {
  id: string
  name: string
  role: Role
  createdAt: IsoTime
  expiresAt: IsoTime
}

/** `GET batch-keys`: with it the devices of a batch fetch their own secrets. */
export interface WireBatchKey {
  id: string
  name: string
  /** Those it is for; null: new ones. */
  stations: string[] | null
  new: { kind: string; area: string; agency: string; reportIntervalS: number; prefix: string; max: number } | null
  createdAt: IsoTime
  expiresAt: IsoTime
  claims: { station: string; at: IsoTime; address: string; freed: boolean }[]
}

/** `GET refusals`: a device that was turned away, as often as it was. */
export interface WireRefusal {
  why: RefusalReason
  /** The name that was given; `*` stands for many from one address. */
  who: string
  address: string
  detail: string
  count: number
  first: IsoTime
  last: IsoTime
}

/** `GET audit`: who changed what, or signed in. */
export interface WireAuditEntry {
  at: IsoTime
  who: string
  action: string
  subject: string
  detail: string
}

/** `GET storage`: what is kept, how large and how old it is. */
export interface WireStorage extends Record<'raw' | 'minute' | 'hour' | 'day' | 'spool', WireStoragePart> {
  archive: (WireStoragePart & { file: string })[]
}

interface WireStoragePart {
  rows: number
  bytes: number
  oldest: IsoTime | null
  newest: IsoTime | null
}

/** `POST stations/import`: what a table holds, or added. */
export interface WireImportReport {
  stations: number
  faults: WireImportFault[]
  warnings: WireImportFault[]
}

export interface WireImportFault {
  /** Line of the file, from 1. */
  row: number
  column: string | null
  /** Stable. */
  code: string
  message: Localized
}
