import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { Station } from '@ioc/shared/station'
import { HOUR, INTERVALS, SECOND, type EpochMs } from '@ioc/shared/time'
import type { LatestStation, WireLedger, WireProvince } from '@ioc/shared/wire'
import { may } from './access/roles.js'
import { decodeCbor } from './adapters/cbor.js'
import { openAlarmJournal } from './adapters/duckdb/alarm-journal.js'
import { openDatabase } from './adapters/duckdb/database.js'
import { openDuckdbStore } from './adapters/duckdb/observation-store.js'
import { openRegistry } from './adapters/duckdb/registry.js'
import { openHttpServer } from './adapters/http/http-server.js'
import { isOurOrigin } from './adapters/http/origin.js'
import { openInfluxStore } from './adapters/influx/influx-store.js'
import { readProvinceFolder } from './adapters/province-folder.js'
import { decodeSparkplug, encodeRebirth } from './adapters/sparkplug-protobuf.js'
import { openSocketPush, type SocketPush } from './adapters/socket-push.js'
import { createAlarmDesk } from './alarms/desk.js'
import { readQuality } from './alarms/read-quality.js'
import type { Config } from './config.js'
import type { Events } from './events.js'
import { createHistory } from './history/read-history.js'
import { createRetention } from './history/retention.js'
import { createIndexDesk } from './indices/desk.js'
import { readIndex } from './indices/read-index.js'
import { createAdmit } from './ingest/admit.js'
import { createCommitQueue } from './ingest/commit-queue.js'
import { createDeviceLimit } from './ingest/device-limit.js'
import { createGatewayReader } from './ingest/codecs/read-gateway.js'
import { createIngest } from './ingest/ingest.js'
import { createLatest, type Latest } from './ingest/latest.js'
import { toLatestStation } from './ingest/latest-station.js'
import { createLedger, type LedgerRow } from './ingest/ledger.js'
import { COUNTED_MS, createReportCounts } from './ingest/report-counts.js'
import { createRetry } from './ingest/retry.js'
import { toWireLedger } from './ingest/wire-ledger.js'
import { createLatestAsOf } from './latest-as-of.js'
import { createLiveDesk } from './live/live-desk.js'
import { isInView, parseView } from './live/view.js'
import { createOverview } from './overview/overview.js'
import type { Clock, DiskSpace, ObservationStore } from './ports.js'
import { createGateways } from './stations/gateways.js'
import { createStations, type Stations } from './stations/stations.js'
import { openProvince } from './stations/open-province.js'
import { requireProvince } from './stations/province.js'
import { withCommunes } from './stations/with-communes.js'
import { readTlsFiles, watchTlsFiles, type TlsFiles } from './tls-files.js'
import { openAccess } from './wiring/open-access.js'
import { openField, type Field } from './wiring/open-field.js'
import { createPlaces } from './wiring/places.js'
import { watchSystem } from './wiring/watch-system.js'
import { openRules } from './wiring/open-rules.js'

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
  // What a province is, and what has become of it since its seed.
  const province = requireProvince(await readProvinceFolder(config.province))
  for (const { at, message } of province.warnings) events.warning(`${at}: ${message}`)
  const database = await openDatabase({ ...overrides, dataDir: config.dataDir, memoryLimitMb: config.memoryMb })
  const registry = await openRegistry(database)
  await openProvince({ registry, province })
  const stations = await createStations({
    registry,
    properties: province.properties,
    shapes: province.shapes,
    isGateway: (id) => gateways.get(id) !== undefined,
    onChange: stationsChanged,
  })
  const gateways = await createGateways({
    registry,
    stations,
    properties: province.properties,
    onRemoved: senderRemoved,
    onChanged: () => field?.gatewaysChanged(),
  })
  const properties = new Map(stations.properties().map((property) => [property.key as string, property]))

  let field: Field | null = null
  let push: SocketPush | null = null

  // Who may do what.
  const known = (id: string) => (stations.get(id)?.id ?? gateways.get(id)?.id ?? null) as StationId | null
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
    onEnded: () => push?.recheck(),
  })
  const { devices, tokens, people, audit } = access

  // What is known.
  const retention = await createRetention({ registry, properties })
  const keeping = { keepOf: retention.keepOf, upkeepMs: config.upkeepS * SECOND }
  const remote = config.influx && (await openInfluxStore({ ...config.influx, ...keeping, database, clock, events }))
  const realStore = remote ?? (await openDuckdbStore(database, clock, events, keeping))
  const store = overrides.store?.(realStore) ?? realStore
  const newest = await store.newest()
  const since = clock.now()
  const latest = createLatest(newest, since)
  const ledger = createLedger(await store.tallies())
  const reports = createReportCounts(await store.counts(since - COUNTED_MS, HOUR), since)
  latest.heard(new Map(ledger.rows().map(({ station, lastSeen }) => [station, lastSeen])))
  const indices = createIndexDesk({
    store,
    stations,
    clock,
    events,
    publish(station, key, value) {
      const changed = latest.setIndex(station, key, value)
      if (changed && value) alarms.take([indexObservation(station, key, value, clock.now())])
    },
  })
  const { rules, inCommunes, tryRule } = await openRules({
    registry,
    stations,
    clock,
    alarms: () => alarms,
    newest: () => newestOf(latest, stations, clock.now()),
    read: (query) => readHistory(query),
  })
  const around = <T extends { areas?: string[] | undefined }>(choice: T) => withCommunes(choice, stations.areas())
  const journal = await openAlarmJournal(database)
  const alarms = createAlarmDesk({
    rules: inCommunes(),
    stations,
    areas: stations.areas(),
    buckets: (query) => store.buckets(query),
    places: createPlaces({ gateways, stations }),
    journal,
    clock,
    properties: stations.properties(),
    events,
    onChange(changed) {
      // A group has no station of its own to draw.
      for (const { station } of changed) if (stations.get(station)) latest.markChanged(station)
      live.alarmsChanged(changed)
    },
  })

  // The life of an observation.
  const queue = createCommitQueue({
    store,
    ledger,
    clock,
    events,
    onCommitted({ observations, outcomes, heard }) {
      latest.heard(heard)
      reports.take(observations, outcomes, clock.now())
      for (const [station, at] of heard) alarms.heard(station, at)
      const became = latest.take(observations, outcomes)
      indices.take(observations, outcomes)
      alarms.take(became)
    },
  })
  const readGateway = createGatewayReader({ properties, decodeCbor, decodeSparkplug, encodeRebirth })
  const ingest = createIngest({
    admit: createAdmit(properties),
    queue,
    ledger,
    // A device of another broker is slowed there: here it shares one connection with all the others.
    limit: config.broker ? createDeviceLimit(0) : createDeviceLimit(config.deviceRate, config.mqttRate),
    ownConnections: config.broker === null,
    clock,
    events,
    gateways,
    readGateway,
    onCommand: (gateway, command) => field?.tell(gateway, command),
    onStatus: latest.setConnection,
  })

  const retry = createRetry({ store, queue, admit: createAdmit(properties), known, gateways, readGateway, clock })

  const readHistory = createHistory({
    store,
    properties,
    readIndex: (key, { station, ...query }) =>
      readIndex({ ...query, key, store, station: stations.get(station)!, now: clock.now() }),
  })

  // What the screens are owed.
  const describe = (id: StationId): LatestStation => toLatestStation(id, latest.get(id), alarms.worst(id))
  const describeLedger = (row: LedgerRow): WireLedger => {
    const station = stations.get(row.station)
    return toWireLedger(row, station ? reports.of(station.id, station.reportIntervalS, clock.now()) : null)
  }
  const live = createLiveDesk({
    clock,
    stations,
    describe,
    ongoingAlarms: () => alarms.ongoing(),
    committedAt: queue.committedAt,
    drainChanged() {
      const changed = latest.drainChanged()
      // A gateway is heard like a station, and is none.
      for (const { id } of gateways.list()) changed.delete(id as StationId)
      return changed
    },
  })
  latest.sweep(stations.list(), since)
  const stopSweeping = clock.every(SECOND, () => latest.sweep(stations.list(), clock.now()))
  indices.open(newest)
  await alarms.open(newest, latest.lastHeard())

  function senderRemoved(id: StationId): void {
    devices.forget(id)
    field?.disconnect(id)
    latest.forget(id)
  }

  function stationsChanged(ids: readonly StationId[], what: 'kept' | 'removed'): void {
    gateways.stationsChanged()
    for (const id of ids) {
      if (what === 'removed') {
        senderRemoved(id)
        indices.stationRemoved(id)
        alarms.stationRemoved(id)
      } else {
        indices.stationChanged(id)
        alarms.stationChanged(id)
      }
      latest.markChanged(id)
    }
    live.stationsChanged()
  }

  const asOf = createLatestAsOf({ store, stations, alarms })

  // Who sends and who asks.
  const { authenticate } = devices
  const tls = config.tls && readTlsFiles(config.tls)
  const { onRefused } = access
  field = await openField({ config, clock, events, stations, gateways, known, authenticate, ingest, tls, onRefused })
  const http = await openHttpServer({
    port: config.httpPort,
    tls,
    webDir: config.webDir,
    now: () => clock.now(),
    noteBroken: events.requestFailed,
    waitingFor: () => [...(queue.healthy() ? [] : ['store']), ...(field?.connected() ? [] : ['broker'])],
    backlog: () => remote?.backlog() ?? null,
    metrics: async () => ({ contentType: events.metrics.contentType, text: await events.metrics.metrics() }),
    findToken: tokens.find,
    may,
    signIn: access.signIn,
    changePassword: access.changePassword,
    record: audit.record,
    auditTrail: audit.list,
    refusals: access.refusals.list,
    batchKeys: access.batchKeys,
    claim: access.claim,
    tokens,
    people,
    stations,
    gateways,
    areas: stations.areas,
    issueSecret: devices.issue,
    issueSecrets: devices.issueAll,
    province: (): WireProvince => ({
      id: province.id,
      name: province.name,
      simulated: stations.list().some(({ simulated }) => simulated),
      bounds: province.bounds,
      basemap: [...province.basemap.keys()],
      attribution: province.attribution,
      properties: [...stations.properties()],
    }),
    areasGeoJson: province.areasGeoJson,
    basemap: province.basemap,
    async latest({ at, ...choice }) {
      const view = around(choice)
      const of = at === undefined ? async ({ id }: Station) => describe(id) : await asOf(at)
      return Promise.all(
        stations
          .list()
          .filter((station) => isInView(view, station))
          .map(of),
      )
    },
    overview: createOverview({
      clock,
      store,
      stations,
      describe,
      asOf,
      completeness: ({ id, reportIntervalS }) => reports.of(id, reportIntervalS, clock.now()).day.rate,
    }),
    read: ({ every, ...query }) => readHistory({ ...query, everyMs: every && INTERVALS[every] }),
    post: ingest.post,
    corrections: (station, property, { from, to }) => store.corrections(datastreamId(station, property), from, to),
    alarms: { ...alarms, list: (query) => alarms.list(around(query)) },
    quality: (range) => readQuality({ ...range, journal, rules: rules.list() }),
    rules,
    tryRule,
    storage: realStore.storage,
    retention,
    ledger: (station) => (station ? [ledger.row(station)] : ledger.rows()).map(describeLedger),
    rejections: store.rejections,
    retry,
  })
  field.attach(http.server)
  push = openSocketPush({
    server: http.server,
    clock,
    events,
    authenticate: http.authenticate,
    isOurOrigin,
    connect: live.connect,
    parseView(input) {
      const view = parseView(input)
      return view && around(view)
    },
  })
  const stopWatchingSystem = watchSystem({
    clock,
    set: alarms.setSystem,
    diskSpace: database.space,
    storeWrites: queue.healthy,
    fieldConnected: field.connected,
    backlog: () => remote?.backlog() ?? null,
  })
  const { port: mqtt, securePort: mqtts, renew } = field
  const stopWatching =
    config.tls &&
    tls &&
    watchTlsFiles(config.tls, tls, { clock, renew: renewCertificate, onBad: events.certificateBad })
  function renewCertificate(files: TlsFiles): void {
    renew(files)
    http.renew(files)
    events.certificateRenewed()
  }
  events.started({ http: http.port, mqtt, mqtts })

  return {
    httpPort: http.port,
    mqttPort: mqtt,
    mqttsPort: mqtts,
    async close() {
      stopWatchingSystem()
      stopSweeping()
      stopWatching?.()
      await field?.close()
      push.close()
      await http.close()
      ingest.close()
      await queue.close()
      live.close()
      await indices.close()
      await alarms.close()
      for (const adapter of [store, journal, access, registry]) await adapter.close()
      await database.close()
      events.stopped()
    },
  }
}

/** The newest observations and indices of every station. */
function* newestOf(latest: Latest, stations: Stations, now: EpochMs): Iterable<Observation> {
  yield* latest.observations()
  for (const { id } of stations.values()) {
    for (const [key, value] of latest.get(id)?.indices ?? []) yield indexObservation(id, key, value, now)
  }
}

/** An index steps its rules as an observation would. */
function indexObservation(
  station: StationId,
  key: string,
  { value, at }: { value: number; at: EpochMs },
  receivedAt: EpochMs,
): Observation {
  const property = key as PropertyKey
  const datastream = datastreamId(station, property)
  return { datastream, station, property, at, value, quality: 'good', receivedAt, timeSource: 'server' }
}
