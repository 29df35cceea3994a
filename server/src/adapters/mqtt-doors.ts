import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { createServer as createTcpServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { createWebSocketStream, WebSocketServer } from 'ws'
import type { DeviceDoor, Refused } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'
import { listen } from './listen.js'
import { plainAddress } from './plain-address.js'

interface DoorsOptions {
  port: number
  tls: { port: number; options: TlsOptions } | null
  /** The most bytes of one WebSocket message. */
  largest: number
  /** The most connections that are held, of all senders together. */
  connections: number
  door: Pick<DeviceDoor, 'knock'>
  clock: Pick<Clock, 'after'>
  /** Takes a connection that may come in; `address` is where from. */
  handle(stream: Duplex, address: string, request?: IncomingMessage): void
  onRefused(refused: Refused): void
}

export interface MqttDoors {
  port: number
  /** Null: no certificate is set. */
  securePort: number | null
  /** Also takes MQTT over WebSocket at `/mqtt` of an HTTP server. */
  attach(server: HttpServer): void
  /** New certificates; connections that are open stay. Throws where they cannot be used. */
  renew(options: TlsOptions): void
  close(): void
}

/** How long a TLS handshake may take; a bad line needs seconds. */
const HANDSHAKE_MS = 10_000
/** A device whose line broke without a word is found out after some minutes, and its connection is free again. */
const TCP = { keepAlive: true, keepAliveInitialDelay: 60_000 }

/**
 * The ways in for MQTT: TCP, TLS, and WebSocket behind an HTTP server.
 *
 * Connections are counted and held to their limits before TLS begins: who never ends a handshake takes a place too.
 */
export async function openMqttDoors(options: DoorsOptions): Promise<MqttDoors> {
  const { port, tls, largest, door, clock, handle, onRefused } = options
  let open = 0

  function turnAway(stream: Duplex, why: Refused['why'], address: string): void {
    onRefused({ why, who: '', address, detail: '' })
    stream.on('error', () => undefined).destroy()
  }

  function onConnection(stream: Duplex, address: string, enter: () => void): void {
    if (open >= options.connections) return turnAway(stream, 'connections.all', address)
    const waitMs = door.knock(address)
    if (waitMs === null) return turnAway(stream, 'attempts', address)
    open++
    stream.once('close', () => open--)
    if (waitMs === 0) return enter()
    stream.on('error', () => stream.destroy())
    clock.after(waitMs, () => {
      if (!stream.destroyed) enter()
    })
  }

  /** A TCP server before the one of TLS, which never listens itself. */
  function openSecureDoor(options: TlsOptions) {
    const inner = createTlsServer({ handshakeTimeout: HANDSHAKE_MS, ...options }, (socket) =>
      handle(socket, plainAddress(socket.remoteAddress)),
    )
    inner.on('tlsClientError', (cause, socket) => {
      onRefused({ why: 'tls', who: '', address: addressBehind(socket), detail: cause.message })
    })
    const server = createTcpServer(TCP, (socket) => {
      socket.on('error', () => socket.destroy())
      onConnection(socket, plainAddress(socket.remoteAddress), () => inner.emit('connection', socket))
    })
    return { server, renew: (renewed: TlsOptions) => inner.setSecureContext(renewed) }
  }

  const tcp = createTcpServer(TCP, (socket) => {
    const address = plainAddress(socket.remoteAddress)
    onConnection(socket, address, () => handle(socket, address))
  })
  const listeningAt = await listen(tcp, port, 'IOC_MQTT_PORT')
  const secure = tls && openSecureDoor(tls.options)
  const securePort = secure && tls && (await listen(secure.server, tls.port, 'IOC_MQTTS_PORT'))
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largest,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  })

  return {
    port: listeningAt,
    securePort,
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
          const stream = createWebSocketStream(webSocket)
          const address = plainAddress(request.socket.remoteAddress)
          onConnection(stream, address, () => handle(stream, address, request))
        })
      })
    },
    renew: (options) => secure?.renew(options),
    close() {
      for (const server of [tcp, secure?.server]) server?.close()
      sockets.close()
    },
  }
}

/** A TLS socket that has failed has forgotten where it came from; the one below it has not. */
function addressBehind(socket: TLSSocket): string {
  const { _parent: below } = socket as TLSSocket & { _parent?: Socket }
  return plainAddress(socket.remoteAddress ?? below?.remoteAddress)
}
