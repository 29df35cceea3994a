import { version as duckdb } from '@duckdb/node-api'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { WireSystem } from '@ioc/shared/wire'
import { version as ioc } from '../../../package.json'
import type { DiskSpace } from '../ports/storage.js'

interface SystemOptions {
  startedAt: EpochMs
  waitingFor: () => string[]
  backlog: () => { rows: number; away: boolean } | null
  diskSpace: () => Promise<DiskSpace | null>
  mqttPort: number | null
  mqttsPort: number | null
}

/** Tells how the IOC itself is. */
export function tellSystem({ startedAt, waitingFor, backlog, diskSpace, mqttPort, mqttsPort }: SystemOptions) {
  return async (): Promise<WireSystem> => ({
    versions: { ioc, node: process.versions.node, duckdb: duckdb() },
    startedAt: formatTime(startedAt),
    waitingFor: waitingFor(),
    spool: backlog(),
    disk: await diskSpace(),
    memoryBytes: process.memoryUsage.rss(),
    mqttPort,
    mqttsPort,
  })
}
