import type { StationId } from '@ioc/shared/ids'
import type { RejectionReason } from '@ioc/shared/observation'
import type { Tally } from './ports/observation-store.js'

export function emptyTally(station: StationId): Tally {
  return { station, received: 0, stored: 0, duplicate: 0, corrected: 0, rejected: {}, bytes: 0, missed: 0, lastSeen: 0 }
}

export function addTally(to: Tally, more: Tally): void {
  to.received += more.received
  to.stored += more.stored
  to.duplicate += more.duplicate
  to.corrected += more.corrected
  to.bytes += more.bytes
  to.missed += more.missed
  to.lastSeen = Math.max(to.lastSeen, more.lastSeen)
  for (const [reason, n] of Object.entries(more.rejected)) countRejected(to, reason as RejectionReason, n)
}

export function countRejected(tally: Tally, reason: RejectionReason, n: number): void {
  const sum = (tally.rejected[reason] ?? 0) + n
  if (sum === 0) delete tally.rejected[reason]
  else tally.rejected[reason] = sum
}
