import { formatTime } from '@ioc/shared/time'
import type { WireLedger } from '@ioc/shared/wire'
import type { LedgerRow } from './ledger.js'

/** An account as a client reads it. */
export function toWireLedger({ lastSeen, ...row }: LedgerRow): WireLedger {
  return { ...row, lastSeen: lastSeen > 0 ? formatTime(lastSeen) : null }
}
