import type { RejectionReason } from '@ioc/shared/observation'
import { SECOND } from '@ioc/shared/time'
import type { WireLedger } from '@ioc/shared/wire'

/** A clock that is wrong by less disturbs nobody. */
const CLOCK_MATTERS_MS = 5 * SECOND

/** Which way a device's clock is wrong and by how much, ms; null where it is right enough or not known. */
export function clockFault({ clockOffsetMs }: Pick<WireLedger, 'clockOffsetMs'>) {
  if (clockOffsetMs === null || Math.abs(clockOffsetMs) <= CLOCK_MATTERS_MS) return null
  return { way: clockOffsetMs < 0 ? 'fast' : 'slow', ms: Math.abs(clockOffsetMs) } as const
}

/** What was rejected by reason, most first. */
export function rejectedBy({ rejected }: Pick<WireLedger, 'rejected'>): { reason: RejectionReason; n: number }[] {
  const reasons = Object.entries(rejected) as [RejectionReason, number][]
  return reasons.map(([reason, n]) => ({ reason, n })).sort((a, b) => b.n - a.n)
}

/** The bytes of a payload that came in base64. */
export function payloadBytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.codePointAt(0) ?? 0)
}

/** A payload as text, as far as it is worth reading; bytes that are none in hexadecimal. */
export function payloadText(bytes: Uint8Array, most: number): string {
  const head = bytes.subarray(0, most)
  const text = new TextDecoder().decode(head).replace(/\uFFFD$/, '')
  const isText = !/(?![\t\n\r])[\p{Cc}\uFFFD]/u.test(text)
  const shown = isText ? text : Array.from(head, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
  return bytes.length > most ? `${shown}…` : shown
}
