import type { StationId } from '@ioc/shared/ids'
import type { Logger } from 'pino'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { createForecastGauges } from './metrics/forecast-gauges.js'
import { createStoredGauges } from './metrics/stored-gauges.js'
import type { Refused } from './ports/access.js'
import type { SpanRecord } from './ports/forecasts.js'
import type { StorageUse } from './ports/storage.js'

export interface Events {
  started(ports: { http: number; mqtt: number | null; mqtts: number | null }): void
  stopped(): void
  committed(observations: number, ms: number): void
  commitFailed(cause: unknown): void
  /** What follows a commit (indices, alarms, screens) failed on it. */
  followUpFailed(cause: unknown): void
  /** New files were taken up, or could not be: then the old ones stay. */
  certificateRenewed(): void
  certificateBad(cause: unknown): void
  brokerConnected(broker: string, session: 'new' | 'resumed'): void
  brokerLost(broker: string, cause: Error | null): void
  deviceConnected(station: StationId): void
  deviceRefused(refused: Refused): void
  /** The first of a reason and address, and now and then how many more there were. */
  refusalTold(refused: Refused, more: number): void
  deviceError(cause: Error): void
  deviceSlowed(): void
  rejected(station: StationId, reason: string, n: number): void
  alarmChanged(change: { alarm: string; rule: string; station: StationId; state: string }): void
  journalFailed(cause: unknown): void
  tidyFailed(cause: unknown): void
  /** The log that the last process left could not be read; it is kept, and so much of it is in the database. */
  logMended(mended: { kept: string; recovered: number; lost: number | null }): void
  noticeSent(notice: { channel: string; kind: string; alarms: number }): void
  noticeFailed(notice: { channel: string; kind: string; failures: number; error: string }): void
  /** Tried for a day; what still stands is told in a newer one. */
  noticeGivenUp(notice: { channel: string; kind: string; alarms: number }): void
  /** What is sent and who was told could not be written down. */
  noticesUnkept(cause: unknown): void
  /** Observations that are on disk here and not yet in the remote store. */
  spoolRows(rows: number): void
  /** What the store holds, looked up now and then. */
  stored(use: StorageUse): void
  spoolSent(rows: number): void
  spoolWaits(cause: unknown, rows: number, retryMs: number): void
  spoolRefused(rows: number, reason: string): void
  requestFailed(request: { method: string; url: string }, cause: unknown): void
  clientConnected(clients: number): void
  /** A datastream could not be forecast, or (null) what was issued not be kept or judged; it is tried again. */
  forecastFailed(place: { station: StationId; property: string; span: string } | null, cause: unknown): void
  forecastsIssued(n: number): void
  /** How forecasts did, over all datastreams and by model. */
  forecastRecords(records: readonly SpanRecord[]): void
  /** The past of so many datastreams could not be read: it is tried again in a minute. */
  anomalyFailed(datastreams: number, cause: unknown): void
  /** From when or until when a datastream is not believed could not be written down; null: what is old not forgotten. */
  suspicionUnkept(place: { station: StationId; property: string } | null, cause: unknown): void
  /** What had come of a datastream that is not believed could not be made suspect. */
  requalifyFailed(place: { station: StationId; property: string }, cause: unknown): void
  /** Datastreams whose values do not fit, at this moment. */
  anomaliesStanding(n: number): void
  /** Datastreams whose past is still to be read before they can be doubted. */
  anomaliesUnlearned(n: number): void
  audit(entry: { who: string; action: string; subject: string }): void
  warning(message: string): void
  /** For `/metrics`. */
  readonly metrics: Registry
}

/** One function a business event: its log line and its metric are decided here and nowhere else. */
export function createEvents(log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>): Events {
  const metrics = new Registry()
  const registers = [metrics]
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers })

  const observations = counter('ioc_observations_committed_total', 'Observations committed to the store')
  const commits = new Histogram({
    name: 'ioc_commit_seconds',
    help: 'Time of one group commit',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  })
  const commitFailures = counter('ioc_commit_failures_total', 'Group commits that failed and were tried again')
  const broker = new Gauge({ name: 'ioc_broker_connected', help: '1 while an outside broker reaches us', registers })
  const followUpFailures = counter('ioc_follow_up_failures_total', 'Commits that indices, alarms or screens failed on')
  const connects = counter('ioc_device_connects_total', 'Device connections accepted')
  const refusals = counter('ioc_device_refusals_total', 'Devices turned away', ['reason'])
  const slowed = counter('ioc_device_slowed_total', 'Messages held back by the limit of their device')
  const rejections = counter('ioc_rejections_total', 'Observations and messages rejected', ['reason'])
  const alarms = counter('ioc_alarm_transitions_total', 'Alarm transitions', ['state'])
  const journalFailures = counter('ioc_journal_failures_total', 'Writes of the alarm journal tried again')
  const notices = counter('ioc_notices_sent_total', 'Notices of alarms that arrived', ['kind'])
  const noticeFailures = counter('ioc_notice_failures_total', 'Notices of alarms that were tried in vain', ['kind'])
  const noticesGivenUp = counter('ioc_notices_given_up_total', 'Notices given up after a day', ['kind'])
  const spool = new Gauge({ name: 'ioc_spool_rows', help: 'Observations not yet in the remote store', registers })
  const spoolSent = counter('ioc_spool_sent_total', 'Observations written to the remote store')
  const spoolFailures = counter('ioc_spool_failures_total', 'Writes to the remote store tried again')
  const spoolRefusals = counter('ioc_spool_refused_total', 'Observations the remote store refused, kept here')
  const requestFailures = counter('ioc_request_failures_total', 'HTTP requests that broke on our side')
  const liveClients = new Gauge({ name: 'ioc_live_clients', help: 'Dashboards connected', registers })

  const issued = counter('ioc_forecasts_issued_total', 'Forecasts issued')
  const forecastFailures = counter('ioc_forecast_failures_total', 'Forecasts that broke off, tried again later')
  const doubted = new Gauge({ name: 'ioc_anomalies', help: 'Datastreams whose values do not fit now', registers })
  const unlearned = new Gauge({
    name: 'ioc_anomalies_unlearned',
    help: 'Datastreams whose past is still to be read',
    registers,
  })

  return {
    metrics,
    started: (ports) => log.info(ports, 'ready'),
    stopped: () => log.info('stopped'),
    committed(n, ms) {
      observations.inc(n)
      commits.observe(ms / 1000)
    },
    commitFailed(cause) {
      commitFailures.inc()
      log.error({ err: cause }, 'commit failed, nothing is acknowledged until it succeeds')
    },
    certificateRenewed: () => log.info('new certificate in use'),
    certificateBad: (cause) => log.error({ err: cause }, 'the new certificate cannot be used, the old one stays'),
    brokerConnected(place, session) {
      broker.set(1)
      log.info({ broker: place, session }, 'broker connected')
    },
    brokerLost(place, cause) {
      broker.set(0)
      log.warn({ broker: place, err: cause }, 'no connection to the broker, trying again')
    },
    followUpFailed(cause) {
      followUpFailures.inc()
      log.error({ err: cause }, 'committed, but what follows a commit failed')
    },
    deviceConnected(station) {
      connects.inc()
      log.debug({ station }, 'device connected')
    },
    deviceRefused: (refused) => refusals.inc({ reason: refused.why }),
    refusalTold(refused, more) {
      if (more === 0) log.info(refused, 'device refused')
      else log.info({ ...refused, more }, 'devices refused, this one the last of them')
    },
    deviceError: (cause) => log.debug({ err: cause }, 'device connection ended with an error'),
    deviceSlowed: () => slowed.inc(),
    rejected(station, reason, n) {
      rejections.inc({ reason }, n)
      log.debug({ station, reason, n }, 'rejected')
    },
    alarmChanged(change) {
      alarms.inc({ state: change.state })
      log.info(change, 'alarm')
    },
    journalFailed(cause) {
      journalFailures.inc()
      log.error({ err: cause }, 'alarm journal failed, trying again')
    },
    logMended: (mended) => log.error(mended, 'the log of the database could not be read, and was mended'),
    tidyFailed: (cause) => log.warn({ err: cause }, 'closed days not sorted, trying again later'),
    noticeSent(notice) {
      notices.inc({ kind: notice.kind })
      log.info(notice, 'notice sent')
    },
    noticeFailed(notice) {
      noticeFailures.inc({ kind: notice.kind })
      log.warn(notice, 'notice not taken, trying again')
    },
    noticeGivenUp(notice) {
      noticesGivenUp.inc({ kind: notice.kind })
      log.error(notice, 'notice given up after a day')
    },
    noticesUnkept: (cause) => log.error({ err: cause }, 'notices could not be written down, trying again'),
    spoolRows: (rows) => spool.set(rows),
    stored: createStoredGauges(registers),
    spoolSent: (rows) => spoolSent.inc(rows),
    spoolWaits(cause, rows, retryMs) {
      spoolFailures.inc()
      log.warn({ err: cause, rows, retryMs }, 'the remote store does not take observations, they wait on disk')
    },
    spoolRefused(rows, reason) {
      spoolRefusals.inc(rows)
      log.error({ rows, reason }, 'the remote store refuses observations, they stay here')
    },
    requestFailed({ method, url }, cause) {
      requestFailures.inc()
      log.error({ method, url, err: cause }, 'request failed')
    },
    clientConnected: (clients) => liveClients.set(clients),
    forecastFailed(place, cause) {
      forecastFailures.inc()
      log.warn({ ...place, err: cause }, 'forecast broke off, trying again later')
    },
    forecastsIssued: (n) => issued.inc(n),
    forecastRecords: createForecastGauges(registers),
    anomalyFailed: (datastreams, cause) =>
      log.warn({ datastreams, err: cause }, 'the past of datastreams could not be read, trying again in a minute'),
    suspicionUnkept: (place, cause) =>
      log.error(
        { station: place?.station, property: place?.property, err: cause },
        place ? 'what makes a datastream suspect could not be written down' : 'old suspicions could not be forgotten',
      ),
    requalifyFailed: ({ station, property }, cause) =>
      log.error({ station, property, err: cause }, 'what a doubted sensor had sent before could not be made suspect'),
    anomaliesStanding: (n) => doubted.set(n),
    anomaliesUnlearned: (n) => unlearned.set(n),
    audit: (entry) => log.info(entry, 'audit'),
    warning: (message) => log.warn(message),
  }
}
