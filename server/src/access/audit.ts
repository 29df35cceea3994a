import type { AccessStore, AuditEntry, Clock } from '../ports.js'

export interface Audit {
  record(entry: Omit<AuditEntry, 'at'>): Promise<void>
  /** Newest first. */
  list(limit: number): Promise<AuditEntry[]>
}

interface AuditOptions {
  store: Pick<AccessStore, 'audit' | 'auditTrail'>
  clock: Pick<Clock, 'now'>
}

/** Who changed what, and who signed in; never a password, secret or token. */
export function createAudit({ store, clock }: AuditOptions): Audit {
  return {
    record: (entry) => store.audit({ at: clock.now(), ...entry }),
    list: (limit) => store.auditTrail(limit),
  }
}
