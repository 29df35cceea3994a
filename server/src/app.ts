import { HOUR, SECOND } from '@ioc/shared/time'
import { openDatabase } from './adapters/duckdb/database.js'
import { openRegistry } from './adapters/duckdb/registry.js'
import { readProvinceFolder } from './adapters/province-folder.js'
import { openTileArchives } from './adapters/tile-archives.js'
import type { Config } from './config.js'
import type { Events } from './events.js'
import { openSuspicionStore } from './adapters/duckdb/suspicion-store.js'
import { openSuspicions } from './forecasts/anomalies/suspicions.js'
import { createIndexDesk } from './indices/desk.js'
import { createLatest } from './ingest/latest.js'
import { COUNTED_MS, createReportCounts } from './ingest/report-counts.js'
import type { Clock } from './ports/clock.js'
import type { ObservationStore } from './ports/observation-store.js'
import type { DiskSpace } from './ports/storage.js'
import { requireArchives } from './stations/province-ground.js'
import { requireProvince } from './stations/province.js'
import { readTlsFiles, watchTlsFiles, type TlsFiles } from './tls-files.js'
import { followCommit, followIndex } from './wiring/follow-commit.js'
import { newestOf } from './wiring/newest-of.js'
import { openAccess } from './wiring/open-access.js'
import { openAlarms } from './wiring/open-alarms.js'
import { openAnomalies } from './wiring/open-anomalies.js'
import { openField, type Field } from './wiring/open-field.js'
import { openForecasts } from './wiring/open-forecasts.js'
import { openHistory } from './wiring/open-history.js'
import { openIntake } from './wiring/open-intake.js'
import { openNotices } from './wiring/open-notices.js'
import { openReports } from './wiring/open-reports.js'
import { openScreens } from './wiring/open-screens.js'
import { openShift } from './wiring/open-shift.js'
import { openStations } from './wiring/open-stations.js'
import { openStore } from './wiring/open-store.js'
import { openWeb, type Web } from './wiring/open-web.js'
import { createStationChanges } from './wiring/station-changes.js'
import { watchSystem } from './wiring/watch-system.js'

export interface AppOptions {
  config: Config
  clock: Clock
  events: Events
  /** Tells the first admin's password to who started the server: it is kept nowhere. */
  tellPassword: (password: string) => void
  /** What a test puts in the place of the computer's own. */
  overrides?: {
    readSpace?: (dir: string) => Promise<DiskSpace | null>
    /** Stands between everybody and the store. */
    store?: (store: ObservationStore) => ObservationStore
  }
}

export interface App {
  httpPort: number
  /** Null: another broker listens in our place. */
  mqttPort: number | null
  /** Null: no certificate is set. */
  mqttsPort: number | null
  close(): Promise<void>
}

/**
 * Wires features and adapters. The life of an observation can be read from top to bottom:
 * broker → ingest → commit → latest → indices → alarms → live → browsers.
 */
export async function openApp({ config, clock, events, tellPassword, overrides = {} }: AppOptions): Promise<App> {
  let field: Field | null = null
  let web: Web | null = null

  // A certificate that cannot be used is told before anything is opened.
  const tls = config.tls && readTlsFiles(config.tls)

  // What the province is, and what has become of it since its seed.
  const province = requireProvince(await readProvinceFolder(config.province))
  const archives = await openTileArchives(config.province)
  requireArchives(province, archives)
  for (const { at, message } of province.warnings) events.warning(`${at}: ${message}`)
  const database = await openDatabase({ ...overrides, dataDir: config.dataDir, memoryLimitMb: config.memoryMb })
  if (database.mended) events.logMended(database.mended)
  const registry = await openRegistry(database)
  const { stations, gateways, properties, known } = await openStations({
    registry,
    province,
    onStations: (...changed) => changes.stationsChanged(...changed),
    onGatewayRemoved: (id) => changes.senderRemoved(id),
    onGateways: () => field?.gatewaysChanged(),
  })

  // Who may do what.
  const access = await openAccess({
    config,
    database,
    registry,
    stations,
    known,
    clock,
    events,
    tellPassword,
    onOldStopped: (sender) => field?.disconnect(sender),
    onEnded: () => web?.recheck(),
  })

  /** Since the first start, at which the first person was added. */
  const ranSince = () => Math.min(...access.calls.people.list().map(({ createdAt }) => createdAt))

  // What is kept.
  const kept = await openStore({ config, database, registry, properties, clock, events, between: overrides.store })
  const { store } = kept
  const readHistory = openHistory({ store, properties, stations, clock })
  const suspicionStore = await openSuspicionStore(database)
  const suspicions = await openSuspicions({ store: suspicionStore, stations, events, now: clock.now() })

  // The life of an observation: from the field to the disk …
  const intake = await openIntake({
    config,
    store,
    properties,
    gateways,
    known,
    suspects: suspicions,
    clock,
    events,
    onCommand: (gateway, command) => field?.tell(gateway, command),
    onStatus: (station, status) => latest.setConnection(station, status),
    onCommitted(committed) {
      const { observations, outcomes } = committed
      reports.take(observations, outcomes, clock.now())
      followCommit({ latest, indices, alarms }, committed)
      anomalies.take(observations, outcomes)
    },
  })

  // … to what is known of now …
  const newest = await store.newest()
  const since = clock.now()
  const latest = createLatest(newest, since)
  const reports = createReportCounts(await store.counts(since - COUNTED_MS, HOUR), since)
  const indices = createIndexDesk({
    store,
    stations,
    clock,
    events,
    publish: (...index) => followIndex({ latest, alarms, clock }, ...index),
  })

  // … to what is wrong, and who is told of it …
  const newestNow = () => newestOf(latest, stations, clock.now())
  const judged = await openAlarms({
    database,
    registry,
    stations,
    gateways,
    store,
    readHistory,
    ranSince,
    clock,
    events,
    newest: newestNow,
    expectationOf: (station, property) => forecasts.expectationOf(station, property),
    readForetold: (property, from, to) => forecasts.foretold({ property, from, to }),
    onChange(changed) {
      // A group has no station of its own to draw.
      for (const { station } of changed) if (stations.get(station)) latest.markChanged(station)
      live.alarmsChanged(changed)
      notices.take(changed)
    },
    onRules: () => live.directoryChanged('rules'),
  })
  const { alarms } = judged
  const notices = await openNotices({
    ...judged,
    database,
    stations,
    clock,
    events,
    publicUrl: config.publicUrl,
    setSystem: alarms.setSystem,
  })

  // … to what comes next …
  const forecasts = await openForecasts({
    config,
    database,
    readHistory,
    stations,
    properties,
    clock,
    events,
    newest: newestNow,
    onIssued: (issued) => live.forecastsIssued(issued),
    onExpected: alarms.foresee,
  })
  const anomalies = openAnomalies({
    stations,
    properties,
    suspicions,
    clock,
    events,
    envelopes: store.envelopes,
    newest: () => latest.observations(),
    isWatched: judged.watchesAnomalies,
    elapsed: () => performance.now(),
    onDoubt: alarms.doubt,
    requalify: intake.requalify,
  })

  // … to the screens.
  const { committedAt } = intake.queue
  const screens = openScreens({
    stations,
    gateways,
    store,
    latest,
    reports,
    alarms,
    committedAt,
    clock,
    suspicionOf: suspicions.of,
    loadsAhead: forecasts.loadsAhead,
  })
  const { live } = screens
  const shift = await openShift({ database, stations, latest, alarms, clock })
  const report = openReports({ ...judged, clock, stations, store, latest, forecasts, shift })

  const changes = createStationChanges({
    access,
    latest,
    indices,
    forecasts,
    alarms,
    screens,
    disconnect: (sender) => field?.disconnect(sender),
    messages: intake.messages,
  })

  latest.heard(new Map(intake.ledger.rows().map(({ station, lastSeen }) => [station, lastSeen])))
  latest.sweep(stations.list(), since)
  const stopSweeping = clock.every(SECOND, () => latest.sweep(stations.list(), clock.now()))
  indices.open(newest)
  await alarms.open(newest, latest.lastHeard())
  await notices.open(alarms.ongoing())
  await forecasts.open()
  anomalies.open()

  // Who sends and who asks.
  const { authenticate, onRefused } = access
  const { ingest, queue } = intake
  field = await openField({ config, clock, events, stations, gateways, known, authenticate, ingest, tls, onRefused })
  web = await openWeb({
    ...kept,
    ...judged,
    config,
    database,
    tls,
    clock,
    events,
    province,
    archives,
    stations,
    gateways,
    ranSince,
    readHistory,
    intake,
    notices,
    forecasts,
    anomalies,
    screens,
    shift,
    report,
    field,
    access: access.calls,
  })
  field.attach(web.server)
  const doors = [field, web]

  const stopWatchingSystem = watchSystem({
    clock,
    set: alarms.setSystem,
    diskSpace: database.space,
    mended: database.mended,
    storeWrites: queue.healthy,
    fieldConnected: field.connected,
    backlog: kept.backlog,
  })
  const stopWatchingTls =
    config.tls && tls && watchTlsFiles(config.tls, tls, { clock, renew: renewTls, onBad: events.certificateBad })
  function renewTls(files: TlsFiles): void {
    for (const door of doors) door.renew(files)
    events.certificateRenewed()
  }
  events.started({ http: web.port, mqtt: field.port, mqtts: field.securePort })

  return {
    httpPort: web.port,
    mqttPort: field.port,
    mqttsPort: field.securePort,
    /** First who lets something in, then who works on it, then who keeps it. */
    async close() {
      for (const stop of [stopWatchingSystem, stopSweeping, stopWatchingTls]) stop?.()
      for (const part of [...doors, ingest, queue, live]) await part.close()
      for (const desk of [anomalies, forecasts, indices, alarms, notices]) await desk.close()
      for (const adapter of [store, access, registry, database]) await adapter.close()
      events.stopped()
    },
  }
}
