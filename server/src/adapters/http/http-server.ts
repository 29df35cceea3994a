import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import fastify from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Caller } from '../../ports/access.js'
import { listen } from '../listen.js'
import { addRoutes, type RoutesOptions } from './add-routes.js'
import type { Api } from './api.js'
import { credentialOf } from './credentials.js'
import { dashboard } from './dashboard.js'
import { guard, type GuardOptions } from './guard.js'
import { openApi } from './open-api.js'
import { isOurOrigin } from './origin.js'
import { sendProblem } from './problem.js'
import { securityHeaders } from './security-headers.js'

/** PEM texts. */
interface Certificate {
  cert: string | Buffer
  key: string | Buffer
}

export type HttpOptions = GuardOptions &
  Omit<RoutesOptions, 'https' | 'revoke'> & {
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
  addRoutes(app, { ...options, revoke, https })
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
