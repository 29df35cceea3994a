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

/** A payload as text, as far as it is worth reading; bytes that are none as \xNN. */
export function payloadText(base64: string, most: number): string {
  const bytes = Uint8Array.from(atob(base64), (char) => char.codePointAt(0) ?? 0)
  const head = bytes.subarray(0, most)
  const text = new TextDecoder().decode(head).replace(/\uFFFD$/, '')
  const isText = !/(?![\t\n\r])[\p{Cc}\uFFFD]/u.test(text)
  const shown = isText ? text : Array.from(head, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  return bytes.length > most ? `${shown}…` : shown
}
