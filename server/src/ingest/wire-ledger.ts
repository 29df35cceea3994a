import { formatTime } from '@ioc/shared/time'
import type { WireLedger, WireReports } from '@ioc/shared/wire'
import type { LedgerRow } from './ledger.js'

/** An account as a client reads it. */
export function toWireLedger({ lastSeen, ...row }: LedgerRow, reports: WireReports | null): WireLedger {
  return { ...row, reports, lastSeen: lastSeen > 0 ? formatTime(lastSeen) : null }
}
