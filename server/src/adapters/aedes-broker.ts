import { createServer as createTcpServer } from 'node:net'
import type { Duplex } from 'node:stream'
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls'
import { Aedes, type AuthenticateError, type Client } from 'aedes'
import { matchesTopic } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import { createWebSocketStream, WebSocketServer } from 'ws'
import type { Events } from '../events.js'
import type { Clock, TakePacket } from '../ports.js'
import { listen } from './listen.js'

interface BrokerOptions {
  port: number
  tls: { port: number; options: TlsOptions } | null
  clock: Clock
  events: Events
  /** Whose credentials these are; null: nobody's. */
  authenticate: (username: string, password: string) => StationId | null
  /** The station or gateway of this id, where there is one: a certificate of our authority names it. */
  known: (id: string) => StationId | null
  /** Nobody but a gateway may subscribe, and only to the commands for what it speaks for. */
  maySubscribe: (sender: StationId, filter: string) => boolean
  /** How many stations speak through this sender; each may have a connection. */
  devicesOf: (sender: StationId) => number
  take: TakePacket
  /** A sender's packet was larger than what is held; its connection is closed. */
  oversized: (station: StationId, mostBytes: number) => void
}

export interface Broker {
  port: number
  /** Also takes MQTT over WebSocket at `/mqtt` of an HTTP server. */
  attach(server: HttpServer): void
  /** Writes a message to those connections of the sender that asked for its topic. */
  tell(sender: StationId, message: { topic: string; bytes: Buffer }): void
  /** Ends the connections of a device whose secret was changed or who was removed. */
  disconnect(station: StationId): void
  close(): Promise<void>
}

/**
 * The most bytes of one packet that are held, before sign-in and after it, so that nobody can fill our memory. What is
 * larger than a message may be, but not than this, is taken, recorded as too large and acknowledged.
 */
const LARGEST_CONNECT = 64 * 1024
const LARGEST_PACKET = 16 * 1024 * 1024
/** A device has one, a gateway one for each of its stations; after a broken line a few more hang on for a while. */
const MOST_CONNECTIONS = 10
const NO_BYTES = Buffer.alloc(0)

/** Answers to CONNECT of MQTT 3.1.1. */
const SERVER_UNAVAILABLE = 3
const NOT_AUTHORIZED = 5

interface Persistence {
  incomingStorePacket(client: Client, packet: { payload: unknown }): Promise<void>
}

function refusal(returnCode: number): AuthenticateError {
  return Object.assign(new Error('refused'), { returnCode })
}

/**
 * Lets devices publish straight to us, over TCP, TLS and WebSocket.
 *
 * Packets are taken in `authorizePublish`: aedes acknowledges QoS 1 before its `publish` event, so only here can
 * PUBACK mean that the observations are on disk. While a client's packets wait for the commit, aedes reads no more of
 * its socket: a slow disk slows the field down and memory stays bounded.
 */
export async function openAedesBroker({
  port,
  tls,
  clock,
  events,
  authenticate,
  known,
  maySubscribe,
  devicesOf,
  take,
  oversized,
}: BrokerOptions): Promise<Broker> {
  const stations = new WeakMap<Client, StationId>()
  const connections = new Map<StationId, Set<Client>>()

  function seat(client: Client, station: StationId): void {
    stations.set(client, station)
    const those = connections.get(station) ?? new Set()
    connections.set(station, those.add(client))
    client.conn.once('close', () => {
      those.delete(client)
      if (those.size === 0) connections.delete(station)
    })
  }

  const broker = await Aedes.createBroker({
    heartbeatInterval: 10 * 60_000,
    connectTimeout: 10_000,
    // QoS 2 is taken at the first of its four steps; what is remembered until the last is the number alone.
    maxInflightInbound: 100,
    authenticate(client, username, password, done) {
      const certified = certifiedName(client.conn)
      const station =
        certified !== null ? known(certified) : authenticate(username ?? '', password?.toString('utf8') ?? '')
      if (station === null) {
        events.deviceRefused(certified ?? username, 'credentials')
        done(refusal(NOT_AUTHORIZED), null)
        return
      }
      if ((connections.get(station)?.size ?? 0) >= MOST_CONNECTIONS - 1 + devicesOf(station)) {
        events.deviceRefused(station, 'connections')
        done(refusal(SERVER_UNAVAILABLE), null)
        return
      }
      seat(client, station)
      // A client id counts for its own station only: nobody can take another's session over by naming it. And no
      // session outlives its connection: there is nothing that we would have to deliver.
      Object.assign(client, { id: `${station}/${client.id}`, clean: true })
      events.deviceConnected(station)
      done(null, true)
    },
    authorizeSubscribe(client, subscription, done) {
      const sender = stations.get(client)
      if (sender && maySubscribe(sender, subscription.topic)) return done(null, subscription)
      events.deviceRefused(sender, `subscription to ${subscription.topic}`)
      done(null, null)
    },
    authorizePublish(client, packet, done) {
      const sender = client && stations.get(client)
      if (!sender) return done(new Error('no credentials'))
      const { topic, payload, qos } = packet
      const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
      take({ sender, topic, bytes, qos, receivedAt: clock.now() }).then(
        (verdict) => done(verdict === 'acknowledge' ? null : new Error('a topic not its own')),
        (cause: Error) => done(cause),
      )
    },
  })
  const { persistence } = broker as unknown as { persistence: Persistence }
  const store = persistence.incomingStorePacket.bind(persistence)
  persistence.incomingStorePacket = (client, packet) => store(client, { ...packet, payload: NO_BYTES })
  // What has been taken is neither routed nor retained: a gateway's commands are written to its own connections.
  broker.publish = (_packet: unknown, client: unknown, done?: () => void) =>
    (typeof client === 'function' ? (client as () => void) : done)?.()
  broker.on('clientError', (_client, cause) => events.deviceError(cause))
  broker.on('connectionError', (_client, cause) => {
    if (/protocol version/.test(cause.message)) events.deviceRefused(undefined, 'protocol version')
    else events.deviceError(cause)
  })

  function handle(socket: Duplex, request?: IncomingMessage): void {
    const client = broker.handle(socket, request)
    socket.on('readable', () => {
      const most = stations.has(client) ? LARGEST_PACKET : LARGEST_CONNECT
      if (unparsed(client) <= most) return
      const station = stations.get(client)
      events.deviceRefused(station, 'packet size')
      if (station) oversized(station, most)
      socket.destroy()
    })
  }

  const tcp = createTcpServer((socket) => handle(socket))
  const listeningAt = await listen(tcp, port)
  const secure = tls ? createTlsServer(tls.options, (socket) => handle(socket)) : null
  if (secure && tls) await listen(secure, tls.port)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_PACKET + 1024,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  })

  return {
    port: listeningAt,
    attach(server) {
      server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        // Before anything else: an error that nobody listens for would end the process.
        socket.on('error', () => socket.destroy())
        const [path = ''] = (request.url ?? '').split('?')
        if (path !== '/mqtt') {
          if (!path.startsWith('/socket.io/')) socket.destroy()
          return
        }
        sockets.handleUpgrade(request, socket, head, (webSocket) => {
          handle(createWebSocketStream(webSocket), request)
        })
      })
    },
    tell(sender, { topic, bytes }) {
      for (const client of connections.get(sender) ?? []) {
        if (!filtersOf(client).some((filter) => matchesTopic(filter, topic))) continue
        client.publish({ cmd: 'publish', topic, payload: bytes, qos: 0, retain: false, dup: false }, () => undefined)
      }
    },
    disconnect(station) {
      for (const client of [...(connections.get(station) ?? [])]) client.close()
    },
    async close() {
      for (const server of [tcp, secure]) server?.close()
      sockets.close()
      await new Promise<void>((closed) => broker.close(closed))
    },
  }
}

/** The name in the certificate of a device, where our authority signed it. */
function certifiedName(socket: unknown): string | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null
  const { CN } = socket.getPeerCertificate().subject ?? {}
  return typeof CN === 'string' ? CN : null
}

/** What a connection has subscribed to. */
function filtersOf(client: Client): string[] {
  return Object.keys((client as unknown as { subscriptions: object }).subscriptions)
}

/** Bytes of a packet that has not arrived whole: aedes' parser keeps them, and sets no limit of its own. */
function unparsed(client: Client): number {
  return (client as unknown as { _parser: { _list: { length: number } } })._parser._list.length
}
