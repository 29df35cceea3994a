import type { Server } from 'node:http'
import { datastreamId } from '@ioc/shared/ids'
import type { WireReport } from '@ioc/shared/report'
import { INTERVALS, type EpochMs } from '@ioc/shared/time'
import { openHttpServer } from '../adapters/http/http-server.js'
import { isOurOrigin } from '../adapters/http/origin.js'
import { openPhotoFolder } from '../adapters/photo-folder.js'
import { openParquetFiles } from '../adapters/duckdb/parquet-files.js'
import type { Database } from '../adapters/duckdb/database.js'
import type { TileArchive } from '../adapters/tile-archives.js'
import { openSocketPush } from '../adapters/socket-push.js'
import type { Config } from '../config.js'
import type { Events } from '../events.js'
import type { Clock } from '../ports/clock.js'
import type { ReadHistory } from '../ports/observation-store.js'
import type { Gateways } from '../stations/gateways.js'
import type { Province } from '../stations/province.js'
import type { Stations } from '../stations/stations.js'
import type { TlsFiles } from '../tls-files.js'
import type { Access } from './open-access.js'
import type { Anomalies } from './open-anomalies.js'
import type { Forecasts } from './open-forecasts.js'
import type { Field } from './open-field.js'
import type { OpenAlarms } from './open-alarms.js'
import type { Notices } from './open-notices.js'
import type { Intake } from './open-intake.js'
import type { ShiftDesk } from '../shift/desk.js'
import type { Screens } from './open-screens.js'
import type { OpenStore } from './open-store.js'
import { tellSystem } from './tell-system.js'

interface WebOptions
  extends OpenStore, Omit<OpenAlarms, 'places' | 'recall' | 'watchesAnomalies' | 'dayAlarms' | 'dayEarly'> {
  config: Config
  database: Database
  tls: TlsFiles | null
  clock: Clock
  events: Events
  province: Province
  archives: ReadonlyMap<string, TileArchive>
  stations: Stations
  gateways: Gateways
  access: Access['calls']
  /** Since when the rules and the records run. */
  ranSince: () => EpochMs
  readHistory: ReadHistory
  notices: Notices
  forecasts: Forecasts
  anomalies: Anomalies
  intake: Intake
  screens: Screens
  shift: ShiftDesk
  report: (day: EpochMs) => Promise<WireReport>
  field: Pick<Field, 'connected' | 'port' | 'securePort'>
}

export interface Web {
  /** For what else comes in over WebSocket. */
  server: Server
  port: number
  /** Shuts out who may no longer look. */
  recheck(): void
  /** A new certificate; throws where it cannot be used. */
  renew(tls: TlsFiles): void
  close(): Promise<void>
}

/** Wires what browsers and programs ask for over HTTP, and what is pushed to them. */
export async function openWeb(options: WebOptions): Promise<Web> {
  const { config, tls, clock, events, province, stations, gateways, store, readHistory, intake, screens, notices } =
    options
  const { alarms, rules, tryRule, quality, retention, storage, backlog } = options
  const { ledger, queue, ingest, messages, retry } = intake
  const { field } = options
  const waitingFor = () => [...(queue.healthy() ? [] : ['store']), ...(field.connected() ? [] : ['broker'])]
  const http = await openHttpServer({
    ...options.access,
    port: config.httpPort,
    tls,
    webDir: config.webDir,
    now: clock.now,
    noteBroken: events.requestFailed,
    waitingFor,
    system: tellSystem({
      startedAt: clock.now(),
      waitingFor,
      backlog,
      diskSpace: options.database.space,
      mqttPort: field.port,
      mqttsPort: field.securePort,
    }),
    metrics: async () => ({ contentType: events.metrics.contentType, text: await events.metrics.metrics() }),
    stations,
    photos: openPhotoFolder(config.dataDir),
    gateways,
    areas: stations.areas,
    province: () => ({
      id: province.id,
      name: province.name,
      simulated: stations.list().some(({ simulated }) => simulated),
      bounds: province.bounds,
      basemap: [...province.basemap.keys()],
      ground: options.archives.size > 0,
      attribution: province.attribution,
      properties: [...stations.properties()],
      agencies: province.agencies.map(({ name, contact }) => ({ name, contact })),
    }),
    areasGeoJson: province.areasGeoJson,
    basemap: province.basemap,
    ground: { archives: options.archives, style: province.ground },
    wall: province.wall,
    latest: screens.latest,
    overview: screens.overview.figures,
    trends: (view, moment) => screens.overview.trends(screens.idsIn(view), moment),
    rainfall: screens.overview.rainfall,
    shift: options.shift,
    report: options.report,
    forecasts: options.forecasts,
    anomalies: options.anomalies.list,
    anomalyCoverage: options.anomalies.coverage,
    read: ({ every, ...query }) => readHistory({ ...query, everyMs: every && INTERVALS[every] }),
    toParquet: openParquetFiles(options.database).write,
    post: ingest.post,
    corrections: (station, property, { from, to }) => store.corrections(datastreamId(station, property), from, to),
    ledger: (station) => (station ? [ledger.row(station)] : ledger.rows()).map(screens.toLedger),
    rejections: store.rejections,
    messages: messages.list,
    retry,
    alarms,
    rules,
    tryRule,
    quality,
    earlyRecords: options.earlyRecords,
    ranSince: options.ranSince,
    notices,
    channels: notices.channels,
    retention,
    storage,
    backlog,
  })
  const push = openSocketPush({
    server: http.server,
    clock,
    events,
    authenticate: http.authenticate,
    isOurOrigin,
    connect: screens.live.connect,
    parseView: screens.parseView,
  })
  return {
    server: http.server,
    port: http.port,
    recheck: push.recheck,
    renew: http.renew,
    async close() {
      push.close()
      await http.close()
    },
  }
}
