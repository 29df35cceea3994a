import type { Severity } from '@ioc/shared/alarm'
import { SECOND } from '@ioc/shared/time'
import { diskSeverity } from '../alarms/disk-severity.js'
import type { SystemWatch } from '../alarms/system-watch.js'
import type { Clock, DiskSpace } from '../ports.js'

interface WatchOptions {
  clock: Clock
  set: SystemWatch['set']
  /** Null where it cannot be told. */
  diskSpace: () => Promise<DiskSpace | null>
  storeWrites: () => boolean
  fieldConnected: () => boolean
  /** Of a remote store; null where there is none. */
  backlog: () => { rows: number; away: boolean } | null
}

const LOOK_MS = 5 * SECOND
const GB = 1024 ** 3

/** Looks at the IOC itself on the clock and tells the alarm desk. Returns what ends it. */
export function watchSystem({ clock, set, diskSpace, storeWrites, fieldConnected, backlog }: WatchOptions): () => void {
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

  look()
  return clock.every(LOOK_MS, look)
}
