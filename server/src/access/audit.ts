import type { AccessStore, AuditEntry } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'

export interface Audit {
  record(entry: Omit<AuditEntry, 'at'>): Promise<void>
  /** Newest first. */
  list(limit: number): Promise<AuditEntry[]>
}

interface AuditOptions {
  store: Pick<AccessStore, 'audit' | 'auditTrail'>
  clock: Pick<Clock, 'now'>
  /** Called for each line once it is kept. */
  onRecord(entry: AuditEntry): void
}

/** Who changed what, and who signed in; never a password, secret or token. */
export function createAudit({ store, clock, onRecord }: AuditOptions): Audit {
  return {
    async record(entry) {
      const line = { at: clock.now(), ...entry }
      await store.audit(line)
      onRecord(line)
    },
    list: (limit) => store.auditTrail(limit),
  }
}
