import type { Severity } from '@ioc/shared/alarm'
import type { DiskSpace } from '../ports/storage.js'

const MB = 1024 * 1024

/**
 * What is too little, worst first. By share, because a large disk that is nearly full has filled for a long time; by
 * bytes, because on a small one a share is soon gone. The last limit leaves time to act before the store refuses (64 MB).
 */
const LIMITS: readonly { severity: Severity; share: number; bytes: number }[] = [
  { severity: 'critical', share: 0.03, bytes: 512 * MB },
  { severity: 'medium', share: 0.1, bytes: 2048 * MB },
]
/** An alarm eases with so much more than its limit: the log of the database alone grows and shrinks all the time. */
const EASED_AT = 1.1

/** How bad it is that so much is left, where it was `before` at the last look; null: there is enough. */
export function diskSeverity({ freeBytes, totalBytes }: DiskSpace, before: Severity | null): Severity | null {
  for (const { severity, share, bytes } of LIMITS) {
    const limit = Math.max(share * totalBytes, bytes)
    if (freeBytes < (before === severity ? limit * EASED_AT : limit)) return severity
  }
  return null
}
