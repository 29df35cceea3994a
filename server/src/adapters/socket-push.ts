import type { IncomingHttpHeaders, Server as HttpServer } from 'node:http'
import type { Beat, ClientToServer, Delta, ServerToClient, Snapshot, View } from '@ioc/shared/wire'
import { Server } from 'socket.io'
import type { Events } from '../events.js'
import type { LiveClient, LiveState } from '../ports.js'
import { toWireAlarm } from './wire.js'

interface SocketPushOptions {
  server: HttpServer
  events: Events
  /** Who is asking, by cookie or token; null: nobody we know. `until` is when that ends. */
  authenticate: (headers: IncomingHttpHeaders, token: string | null) => { name: string } | null
  /** True where a browser's Origin is ours. */
  isOurOrigin: (headers: IncomingHttpHeaders) => boolean
  connect: (client: LiveClient) => { view(view: View): void; close(): void }
  parseView: (input: unknown) => View | null
}

export interface SocketPush {
  clients(): number
  close(): void
}

/** How often it is asked whether a client may still look. */
const RECHECK_MS = 60_000

/** The `/live` namespace of Socket.IO. */
export function openSocketPush(options: SocketPushOptions): SocketPush {
  const { server, events, authenticate, isOurOrigin, connect, parseView } = options
  const io = new Server<ClientToServer, ServerToClient>(server, {
    // Upgrades that are not Socket.IO's (MQTT over WebSocket) are somebody else's.
    destroyUpgrade: false,
    serveClient: false,
    maxHttpBufferSize: 1024 * 1024,
    allowRequest: ({ headers }, decide) => decide(null, isOurOrigin(headers)),
  })
  const live = io.of('/live')

  live.use((socket, next) => {
    const token: unknown = socket.handshake.auth['token']
    const who = authenticate(socket.request.headers, typeof token === 'string' ? token : null)
    next(who ? undefined : Object.assign(new Error('sign-in needed'), { data: { code: 'auth.needed' } }))
  })

  live.on('connection', (socket) => {
    const { conn } = socket
    const token: unknown = socket.handshake.auth['token']
    const recheck = setInterval(() => {
      const who = authenticate(socket.request.headers, typeof token === 'string' ? token : null)
      if (!who) socket.disconnect(true)
    }, RECHECK_MS)
    const viewer = connect({
      ready: () => conn.transport.writable,
      send(event: string, payload: LiveState | Beat | undefined) {
        if (event === 'beat') socket.emit('beat', payload as Beat)
        else if (event === 'stations') socket.emit('stations')
        else socket.emit(event as 'snapshot' | 'delta', toWire(payload as LiveState))
      },
    })
    events.clientConnected(live.sockets.size)
    socket.on('view', (input) => {
      const view = parseView(input)
      if (view) viewer.view(view)
      else socket.disconnect(true)
    })
    socket.on('disconnect', () => {
      clearInterval(recheck)
      viewer.close()
      events.clientConnected(live.sockets.size)
    })
  })

  return {
    clients: () => live.sockets.size,
    close() {
      // The HTTP server is not ours to close.
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}

function toWire(state: LiveState): Snapshot & Delta {
  return { ...state, alarms: state.alarms.map(toWireAlarm) }
}
