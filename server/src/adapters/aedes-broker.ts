import type { Duplex } from 'node:stream'
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { TlsOptions } from 'node:tls'
import { Aedes, type AuthenticateError, type Client } from 'aedes'
import { matchesTopic } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import type { RefusalReason } from '@ioc/shared/refusal'
import type { Events } from '../events.js'
import type { DeviceDoor, Refused } from '../ports/access.js'
import { hasCode } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { TakePacket } from '../ports/packet.js'
import { filtersOf, routeNothing, unparsed } from './aedes-inside.js'
import { certificateOf, nameOf } from './device-certificate.js'
import { openMqttDoors } from './mqtt-doors.js'

interface BrokerOptions {
  port: number
  tls: { port: number; options: TlsOptions } | null
  /** The most connections that are held, of all senders together. */
  connections: number
  clock: Clock
  events: Events
  door: DeviceDoor
  /** Nobody but a gateway may subscribe, and only to the commands for what it speaks for. */
  maySubscribe: (sender: StationId, filter: string) => boolean
  /** How many stations speak through this sender; each may have a connection. */
  devicesOf: (sender: StationId) => number
  take: TakePacket
  /** A sender's packet was larger than what is held; its connection is closed. */
  oversized: (station: StationId, mostBytes: number) => void
  onRefused: (refused: Refused) => void
}

export interface Broker {
  port: number
  /** Null: no certificate is set. */
  securePort: number | null
  /** Also takes MQTT over WebSocket at `/mqtt` of an HTTP server. */
  attach(server: HttpServer): void
  /** New certificates; connections that are open stay. Throws where they cannot be used. */
  renew(options: TlsOptions): void
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
/** What the store does not take ends its connection after so long: closed at once, a device would send it again at once. */
const SENT_AGAIN_MS = 60_000
const NOWHERE: Visitor = { address: '', sender: null }

/** Answers to CONNECT of MQTT 3.1.1. */
const SERVER_UNAVAILABLE = 3
const NOT_AUTHORIZED = 5

/** One connection: where it comes from and, once it has come in, who it is. */
interface Visitor {
  address: string
  sender: StationId | null
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
export async function openAedesBroker(options: BrokerOptions): Promise<Broker> {
  const { clock, events, door, maySubscribe, devicesOf, take, oversized } = options
  const visitors = new WeakMap<Client, Visitor>()
  const connections = new Map<StationId, Set<Client>>()

  function turnedAway(client: Client, why: RefusalReason, detail = '', name = ''): void {
    const { address, sender } = visitors.get(client) ?? NOWHERE
    options.onRefused({ why, who: sender ?? name, address, detail })
  }

  function seat(client: Client, sender: StationId): void {
    visitors.set(client, { address: visitors.get(client)?.address ?? '', sender })
    const those = connections.get(sender) ?? new Set()
    connections.set(sender, those.add(client))
    client.conn.once('close', () => {
      those.delete(client)
      if (those.size === 0) connections.delete(sender)
    })
  }

  const broker = await Aedes.createBroker({
    heartbeatInterval: 10 * 60_000,
    connectTimeout: 10_000,
    // QoS 2 is taken at the first of its four steps; what is remembered until the last is the number alone.
    maxInflightInbound: 100,
    authenticate(client, name, password, done) {
      const { address } = visitors.get(client) ?? NOWHERE
      const certificate = certificateOf(client.conn)
      const visit = { address, username: name ?? '', password: password?.toString('utf8') ?? '', certificate }
      const entry = door.enter(visit)
      if ('why' in entry) {
        turnedAway(client, entry.why, entry.detail, nameOf(visit))
        const refuse = () => done(refusal(NOT_AUTHORIZED), null)
        if (entry.waitMs > 0) clock.after(entry.waitMs, refuse)
        else refuse()
        return
      }
      const { sender } = entry
      if ((connections.get(sender)?.size ?? 0) >= MOST_CONNECTIONS - 1 + devicesOf(sender)) {
        turnedAway(client, 'connections.sender', '', sender)
        done(refusal(SERVER_UNAVAILABLE), null)
        return
      }
      seat(client, sender)
      // A client id counts for its own station only: nobody can take another's session over by naming it. And no
      // session outlives its connection: there is nothing that we would have to deliver.
      Object.assign(client, { id: `${sender}/${client.id}`, clean: true })
      events.deviceConnected(sender)
      done(null, true)
    },
    authorizeSubscribe(client, subscription, done) {
      const sender = visitors.get(client)?.sender
      if (sender && maySubscribe(sender, subscription.topic)) return done(null, subscription)
      turnedAway(client, 'subscription', subscription.topic)
      done(null, null)
    },
    authorizePublish(client, packet, done) {
      const sender = client && visitors.get(client)?.sender
      if (!sender) return done(new Error('no credentials'))
      const { topic, payload, qos } = packet
      const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
      take({ sender, topic, bytes, qos, receivedAt: clock.now() }).then(
        (verdict) => {
          if (verdict === 'acknowledge') return done(null)
          turnedAway(client, 'topic.foreign', topic)
          done(new Error('a topic not its own'))
        },
        (cause: Error) => {
          if (!hasCode(cause, 'store.refused')) return done(cause)
          client.conn.once(
            'close',
            clock.after(SENT_AGAIN_MS, () => done(cause)),
          )
        },
      )
    },
  })
  routeNothing(broker)
  broker.on('clientError', (_client, cause) => events.deviceError(cause))
  broker.on('connectionError', (client, cause) => {
    if (/protocol/i.test(cause.message)) turnedAway(client, 'protocol', cause.message)
    else events.deviceError(cause)
  })

  function handle(stream: Duplex, address: string, request?: IncomingMessage): void {
    const client = broker.handle(stream, request)
    visitors.set(client, { address, sender: null })
    stream.on('readable', () => {
      const sender = visitors.get(client)?.sender
      const most = sender ? LARGEST_PACKET : LARGEST_CONNECT
      if (unparsed(client) <= most) return
      turnedAway(client, 'packet.size', `more than ${most} bytes`)
      if (sender) oversized(sender, most)
      stream.destroy()
    })
  }

  const doors = await openMqttDoors({ ...options, largest: LARGEST_PACKET + 1024, handle })

  return {
    ...doors,
    tell(sender, { topic, bytes }) {
      for (const client of connections.get(sender) ?? []) {
        if (!filtersOf(client).some((filter) => matchesTopic(filter, topic))) continue
        client.publish({ cmd: 'publish', topic, payload: bytes, qos: 0, retain: false, dup: false }, () => undefined)
      }
    },
    disconnect(station) {
      for (const client of Array.from(connections.get(station) ?? [])) client.close()
    },
    async close() {
      doors.close()
      await new Promise<void>((closed) => broker.close(closed))
    },
  }
}
