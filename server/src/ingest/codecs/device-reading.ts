import type { Quality, RejectionReason } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { Unreadable } from './native.js'

/** A message of a gateway, as it arrived. */
export interface GatewayMessage {
  topic: string
  bytes: Uint8Array
  receivedAt: EpochMs
}

/** One value as a gateway's payload names it: no station and no property yet. */
export interface DeviceReading {
  device: string
  field: string
  /** Null: the payload gives no time. */
  at: EpochMs | null
  /** Whatever stood there. */
  value: unknown
  /** The unit the payload says; null where it says none. */
  unit: string | null
  quality: Quality
  /** Sent from the device's memory after an outage. */
  historical?: true
}

export type Decoded = DeviceReading | Unreadable

export function isReading(decoded: Decoded): decoded is DeviceReading {
  return 'device' in decoded
}

/** The name of a field or device longer than this is no name. */
export const LONGEST_NAME = 256

export function unreadable(detail: string, reason: RejectionReason = 'payload.unreadable', count = 1): Unreadable {
  return { reason, detail, count: Math.max(1, count) }
}

/** A name from a payload, short enough for a detail. */
export function brief(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 79)}…`
}
