import type { WireLedger } from '@ioc/shared/wire'

export interface LedgerSums {
  received: number
  stored: number
  duplicate: number
  corrected: number
  pending: number
  rejected: number
  missed: number
  bytes: number
  /** Rejected, by reason, the most first. */
  reasons: [reason: string, count: number][]
}

/** What the ledgers of all stations come to together. */
export function sumLedgers(ledgers: readonly WireLedger[]): LedgerSums {
  const sums = { received: 0, stored: 0, duplicate: 0, corrected: 0, pending: 0, rejected: 0, missed: 0, bytes: 0 }
  const reasons = new Map<string, number>()
  for (const ledger of ledgers) {
    for (const key of ['received', 'stored', 'duplicate', 'corrected', 'pending', 'missed', 'bytes'] as const)
      sums[key] += ledger[key]
    for (const [reason, count] of Object.entries(ledger.rejected)) {
      sums.rejected += count
      reasons.set(reason, (reasons.get(reason) ?? 0) + count)
    }
  }
  return { ...sums, reasons: [...reasons].sort((a, b) => b[1] - a[1]) }
}

/** The equation that always holds; false would be a fault of the server. */
export function addsUp({ received, stored, duplicate, corrected, rejected, pending }: LedgerSums): boolean {
  return received === stored + duplicate + corrected + rejected + pending
}
