import type { WireLedger } from '@ioc/shared/wire'

export type LedgerOrder = 'rejected' | 'missed' | 'received' | 'station'

export interface LedgerRow {
  ledger: WireLedger
  /** For every reason together. */
  rejected: number
}

/** The ledgers, the most of what is looked for first; equal ones by their station. */
export function orderLedgers(ledgers: readonly WireLedger[], by: LedgerOrder): LedgerRow[] {
  const rows = ledgers.map((ledger) => ({
    ledger,
    rejected: Object.values(ledger.rejected).reduce((sum, n) => sum + n, 0),
  }))
  const amount = (row: LedgerRow) => (by === 'station' ? 0 : by === 'rejected' ? row.rejected : row.ledger[by])
  return rows.sort((a, b) => amount(b) - amount(a) || (a.ledger.station < b.ledger.station ? -1 : 1))
}
