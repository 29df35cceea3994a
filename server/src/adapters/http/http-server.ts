import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import fastify from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Caller } from '../../ports/access.js'
import { listen } from '../listen.js'
import { alarmRoutes, type AlarmRoutesOptions } from './alarm-routes.js'
import { anomalyRoutes, type AnomalyRoutesOptions } from './anomaly-routes.js'
import type { Api } from './api.js'
import { batchKeyRoutes, type BatchKeyRoutesOptions } from './batch-key-routes.js'
import { channelRoutes, type ChannelRoutesOptions } from './channel-routes.js'
import { credentialOf } from './credentials.js'
import { dashboard } from './dashboard.js'
import { forecastRoutes, type ForecastRoutesOptions } from './forecast-routes.js'
import { groundRoutes, type GroundRoutesOptions } from './ground-routes.js'
import { gatewayRoutes, type GatewayRoutesOptions } from './gateway-routes.js'
import { guard, type GuardOptions } from './guard.js'
import { healthRoutes, type HealthRoutesOptions } from './health-routes.js'
import { latestRoutes, type LatestRoutesOptions } from './latest-routes.js'
import { ledgerRoutes, type LedgerRoutesOptions } from './ledger-routes.js'
import { maintenanceRoutes, type MaintenanceRoutesOptions } from './maintenance-routes.js'
import { observationRoutes, type ObservationRoutesOptions } from './observation-routes.js'
import { openApi } from './open-api.js'
import { isOurOrigin } from './origin.js'
import { overviewRoutes, type OverviewRoutesOptions } from './overview-routes.js'
import { peopleSessionRoutes, type PeopleSessionRoutesOptions } from './people-session-routes.js'
import { peopleRoutes, type PeopleRoutesOptions } from './people-routes.js'
import { sendProblem } from './problem.js'
import { photoRoutes, type PhotoRoutesOptions } from './photo-routes.js'
import { provinceRoutes, type ProvinceRoutesOptions } from './province-routes.js'
import { qualityRoutes, type QualityRoutesOptions } from './quality-routes.js'
import { refusalRoutes, type RefusalRoutesOptions } from './refusal-routes.js'
import { reportRoutes, type ReportRoutesOptions } from './report-routes.js'
import { ruleRoutes, type RuleRoutesOptions } from './rule-routes.js'
import { securityHeaders } from './security-headers.js'
import { sessionRoutes, type SessionRoutesOptions } from './session-routes.js'
import { importRoutes, type ImportRoutesOptions } from './import-routes.js'
import { shiftRoutes, type ShiftRoutesOptions } from './shift-routes.js'
import { stationRoutes, type StationRoutesOptions } from './station-routes.js'
import { storageRoutes, type StorageRoutesOptions } from './storage-routes.js'
import { systemRoutes, type SystemRoutesOptions } from './system-routes.js'
import { tokenRoutes, type TokenRoutesOptions } from './token-routes.js'

/** PEM texts. */
interface Certificate {
  cert: string | Buffer
  key: string | Buffer
}

/** What all routes need together; each file of routes says what it needs. */
export type HttpOptions = GuardOptions &
  HealthRoutesOptions &
  Omit<SessionRoutesOptions, 'https' | 'revoke'> &
  ShiftRoutesOptions &
  StationRoutesOptions &
  PhotoRoutesOptions &
  ImportRoutesOptions &
  BatchKeyRoutesOptions &
  GatewayRoutesOptions &
  ProvinceRoutesOptions &
  GroundRoutesOptions &
  LatestRoutesOptions &
  ObservationRoutesOptions &
  OverviewRoutesOptions &
  ReportRoutesOptions &
  ForecastRoutesOptions &
  AnomalyRoutesOptions &
  AlarmRoutesOptions &
  QualityRoutesOptions &
  MaintenanceRoutesOptions &
  LedgerRoutesOptions &
  StorageRoutesOptions &
  RefusalRoutesOptions &
  ChannelRoutesOptions &
  RuleRoutesOptions &
  PeopleRoutesOptions &
  PeopleSessionRoutesOptions &
  SystemRoutesOptions &
  TokenRoutesOptions & {
    port: number
    tls: Certificate | null
    /** The built dashboard. */
    webDir: string
    /** Something broke on our side. */
    noteBroken(request: { method: string; url: string }, cause: unknown): void
  }

export interface HttpServer {
  /** For what comes in over WebSocket. */
  server: Server
  port: number
  /** Who opens a connection, by cookie, bearer or a token given otherwise; null: nobody. */
  authenticate(headers: IncomingHttpHeaders, token: string | null): Caller | null
  /** A new certificate; connections that are open stay. Throws where it cannot be used. */
  renew(tls: Certificate): void
  close(): Promise<void>
}

/** Requests under way when the server closes have this long to end. */
const GRACE_MS = 2_000

/** Listens for people's browsers and for programs. */
export async function openHttpServer(options: HttpOptions): Promise<HttpServer> {
  const app = await buildHttp(options)
  const sockets = new Set<Socket>()
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await listen(app.server, options.port, 'IOC_HTTP_PORT')

  return {
    server: app.server,
    port,
    authenticate(headers, token) {
      if (token !== null) return options.findToken(token)
      const credential = credentialOf(headers)
      if (!credential || (credential.from === 'cookie' && !isOurOrigin(headers))) return null
      return options.findToken(credential.secret)
    },
    renew({ cert, key }) {
      if (app.server instanceof TlsServer) app.server.setSecureContext({ cert, key })
    },
    async close() {
      const { server } = app
      if (!server.listening) return
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeIdleConnections()
      const patience = setTimeout(() => sockets.forEach((socket) => socket.destroy()), GRACE_MS)
      await closed
      clearTimeout(patience)
      await app.close()
    },
  }
}

/** The server with all its routes, not listening yet. */
export async function buildHttp(options: HttpOptions): Promise<Api> {
  const { tls, noteBroken } = options
  const app: Api = fastify({
    serverFactory: (handler) => createListener(tls, handler),
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply, noteBroken),
  }).withTypeProvider<ZodTypeProvider>()

  app.setValidatorCompiler(validatorCompiler)
  // The schemas of answers describe them; checking each of ten thousand rows again would cost more than making them.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, noteBroken))
  takeEmptyJson(app)

  const headers = securityHeaders(tls !== null)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  guard(app, options)
  await openApi(app)

  const https = tls !== null
  const revoke = (id: string) => options.tokens.revoke(id)
  healthRoutes(app, options)
  sessionRoutes(app, { ...options, revoke, https })
  provinceRoutes(app, options)
  groundRoutes(app, options)
  stationRoutes(app, options)
  photoRoutes(app, options)
  importRoutes(app, options)
  batchKeyRoutes(app, options)
  gatewayRoutes(app, options)
  latestRoutes(app, options)
  observationRoutes(app, options)
  overviewRoutes(app, options)
  reportRoutes(app, options)
  forecastRoutes(app, options)
  anomalyRoutes(app, options)
  alarmRoutes(app, options)
  qualityRoutes(app, options)
  maintenanceRoutes(app, options)
  shiftRoutes(app, options)
  ledgerRoutes(app, options)
  storageRoutes(app, options)
  refusalRoutes(app, options)
  systemRoutes(app, options)
  channelRoutes(app, options)
  ruleRoutes(app, options)
  peopleRoutes(app, options)
  peopleSessionRoutes(app, options)
  tokenRoutes(app, options)
  await dashboard(app, options.webDir)
  await app.ready()
  return app
}

/** Only certificate and key: asking browsers for a certificate of their own is for devices' doors. */
function createListener(tls: HttpOptions['tls'], handler: RequestListener): Server {
  if (!tls) return createServer(handler)
  return createTlsServer({ cert: tls.cert, key: tls.key }, handler)
}

/** Clients that name JSON as the type of a body they do not send, as many do, are not wrong about anything. */
function takeEmptyJson(app: Api): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined)
    else void parse(request, body as string, done)
  })
}
