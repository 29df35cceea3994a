import { basename } from 'node:path'
import type { Severity } from '@ioc/shared/alarm'
import { SECOND } from '@ioc/shared/time'
import { diskSeverity } from '../alarms/disk-severity.js'
import type { Facts, SystemWatch } from '../alarms/system-watch.js'
import type { Mended } from '../adapters/duckdb/mend-log.js'
import type { Clock } from '../ports/clock.js'
import type { DiskSpace } from '../ports/storage.js'

interface WatchOptions {
  clock: Clock
  set: SystemWatch['set']
  /** Null where it cannot be told. */
  diskSpace: () => Promise<DiskSpace | null>
  /** What became of a log that could not be read at the start. */
  mended: Mended | null
  storeWrites: () => boolean
  fieldConnected: () => boolean
  /** Of a remote store; null where there is none. */
  backlog: () => { rows: number; away: boolean } | null
}

const LOOK_MS = 5 * SECOND
const GB = 1024 ** 3

/** Looks at the IOC itself on the clock and tells the alarm desk. Returns what ends it. */
export function watchSystem({
  clock,
  set,
  diskSpace,
  mended,
  storeWrites,
  fieldConnected,
  backlog,
}: WatchOptions): () => void {
  let disk: Severity | null = null

  async function lookAtDisk(): Promise<void> {
    const space = await diskSpace()
    disk = space && diskSeverity(space, disk)
    set('system-disk', disk ?? false, { free: (space?.freeBytes ?? 0) / GB })
  }

  function look(): void {
    void lookAtDisk()
    set('system-store', !storeWrites())
    set('system-broker', !fieldConnected())
    const { rows, away } = backlog() ?? { rows: 0, away: false }
    set('system-spool', away, { rows })
  }

  set('system-log', mended !== null && severityOf(mended), factsOf(mended))
  look()
  return clock.every(LOOK_MS, look)
}

/** Nothing that was acknowledged is missing, or some of it is. */
function severityOf({ lost }: Mended): Severity {
  return lost === 0 ? 'medium' : 'critical'
}

function factsOf(mended: Mended | null): Facts {
  if (!mended) return {}
  const { kept, recovered, lost } = mended
  return { file: basename(kept), recovered, lost: lost ?? '?' }
}
