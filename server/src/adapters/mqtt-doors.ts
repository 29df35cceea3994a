import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { createWebSocketStream, WebSocketServer } from 'ws'
import type { Clock, DeviceDoor, Refused } from '../ports.js'
import { listen } from './listen.js'

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

/** The ways in for MQTT: TCP, TLS, and WebSocket behind an HTTP server. */
export async function openMqttDoors(options: DoorsOptions): Promise<MqttDoors> {
  const { port, tls, largest, door, clock, handle, onRefused } = options
  let open = 0

  function turnAway(stream: Duplex, why: Refused['why'], address: string): void {
    onRefused({ why, who: '', address, detail: '' })
    stream.on('error', () => undefined).destroy()
  }

  function onConnection(stream: Duplex, address: string, request?: IncomingMessage): void {
    if (open >= options.connections) return turnAway(stream, 'connections.all', address)
    const waitMs = door.knock(address)
    if (waitMs === null) return turnAway(stream, 'attempts', address)
    open++
    stream.once('close', () => open--)
    if (waitMs === 0) return handle(stream, address, request)
    stream.on('error', () => stream.destroy())
    clock.after(waitMs, () => {
      if (!stream.destroyed) handle(stream, address, request)
    })
  }

  const tcp = createTcpServer((socket) => onConnection(socket, socket.remoteAddress ?? ''))
  const listeningAt = await listen(tcp, port)
  const secure = tls && createTlsServer(tls.options, (socket) => onConnection(socket, socket.remoteAddress ?? ''))
  const securePort = secure && tls && (await listen(secure, tls.port))
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
          onConnection(createWebSocketStream(webSocket), request.socket.remoteAddress ?? '', request)
        })
      })
    },
    renew: (options) => secure?.setSecureContext(options),
    close() {
      for (const server of [tcp, secure]) server?.close()
      sockets.close()
    },
  }
}
