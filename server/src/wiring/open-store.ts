import type { ObservedProperty } from '@ioc/shared/properties'
import { SECOND } from '@ioc/shared/time'
import type { Database } from '../adapters/duckdb/database.js'
import { openDuckdbStore } from '../adapters/duckdb/observation-store.js'
import { openInfluxStore } from '../adapters/influx/influx-store.js'
import type { Config } from '../config.js'
import type { Events } from '../events.js'
import { createRetention, type RetentionDesk } from '../history/retention.js'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore } from '../ports/observation-store.js'
import type { Registry } from '../ports/registry.js'
import type { StorageUse } from '../ports/storage.js'

interface StoreOptions {
  config: Config
  database: Database
  registry: Registry
  properties: ReadonlyMap<string, ObservedProperty>
  clock: Clock
  events: Events
  /** Stands between everybody and the store. */
  between?: ((store: ObservationStore) => ObservationStore) | undefined
}

export interface OpenStore {
  store: ObservationStore
  /** For how long what is kept. */
  retention: RetentionDesk
  storage: () => Promise<StorageUse>
  /** What a remote store has not got yet; null where there is none. */
  backlog: () => { rows: number; away: boolean } | null
}

/** Wires where observations are kept: here, or here and in the InfluxDB of the province. */
export async function openStore({
  config,
  database,
  registry,
  properties,
  clock,
  events,
  between = (store) => store,
}: StoreOptions): Promise<OpenStore> {
  const retention = await createRetention({ registry, properties })
  const keeping = { keepOf: retention.keepOf, upkeepMs: config.upkeepS * SECOND }
  const remote = config.influx && (await openInfluxStore({ ...config.influx, ...keeping, database, clock, events }))
  const store = remote ?? (await openDuckdbStore(database, clock, events, keeping))
  return { store: between(store), retention, storage: store.storage, backlog: () => remote?.backlog() ?? null }
}
