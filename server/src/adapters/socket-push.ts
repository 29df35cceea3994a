import type { IncomingHttpHeaders, Server as HttpServer } from 'node:http'
import type { Beat, ClientToServer, ForecastNews, ServerToClient, View } from '@ioc/shared/wire'
import { Server, type Socket } from 'socket.io'
import type { Events } from '../events.js'
import type { Clock } from '../ports/clock.js'
import type { LiveClient, LiveState } from '../ports/live-client.js'
import { createLetters } from './socket-letters.js'

interface SocketPushOptions {
  server: HttpServer
  clock: Clock
  events: Events
  /** Who is asking, by cookie or token; null: nobody we know. `until` is when that ends. */
  authenticate: (headers: IncomingHttpHeaders, token: string | null) => { name: string } | null
  /** True where a browser's Origin is ours. */
  isOurOrigin: (headers: IncomingHttpHeaders) => boolean
  connect: (client: LiveClient) => { view(view: View): void; close(): void }
  parseView: (input: unknown) => View | null
}

export interface SocketPush {
  /** Shuts out who may no longer look: a token was revoked, a session ended. */
  recheck(): void
  close(): void
}

/** How often it is asked whether each client may still look: sessions expire. */
const RECHECK_MS = 10_000

/** The `/live` namespace of Socket.IO. */
export function openSocketPush(options: SocketPushOptions): SocketPush {
  const { server, clock, events, authenticate, isOurOrigin, connect, parseView } = options
  const io = new Server<ClientToServer, ServerToClient>(server, {
    // Upgrades that are not Socket.IO's (MQTT over WebSocket) are somebody else's.
    destroyUpgrade: false,
    serveClient: false,
    maxHttpBufferSize: 1024 * 1024,
    allowRequest: ({ headers }, decide) => decide(null, isOurOrigin(headers)),
  })
  const live = io.of('/live')
  const letterOf = createLetters()

  // Nothing is to be had outside /live.
  io.use((_socket, next) => next(new Error('there is nothing here')))

  function isSignedIn({ handshake, request }: Pick<Socket, 'handshake' | 'request'>): boolean {
    const token: unknown = handshake.auth['token']
    return authenticate(request.headers, typeof token === 'string' ? token : null) !== null
  }

  live.use((socket, next) => {
    next(isSignedIn(socket) ? undefined : Object.assign(new Error('sign-in needed'), { data: { code: 'auth.needed' } }))
  })

  function recheck(): void {
    for (const socket of live.sockets.values()) if (!isSignedIn(socket)) socket.disconnect(true)
  }
  const stopRechecking = clock.every(RECHECK_MS, recheck)

  live.on('connection', (socket) => {
    const { conn } = socket
    const viewer = connect({
      ready: () => conn.transport.writable,
      send(event: string, payload: LiveState | Beat | ForecastNews | undefined, seq?: number) {
        if (event === 'beat') socket.emit('beat', payload as Beat)
        else if (event === 'forecast') socket.emit('forecast', payload as ForecastNews)
        else if (event === 'stations' || event === 'rules') socket.emit(event)
        else {
          // Past Socket.IO, which would write the same out for each client.
          const { text, ...frame } = letterOf(event as 'snapshot' | 'delta', payload as LiveState, seq as number)
          conn.write(text, { compress: false, ...frame })
        }
      },
    })
    events.clientConnected(live.sockets.size)
    socket.on('view', (input) => {
      const view = parseView(input)
      if (view) viewer.view(view)
      else socket.disconnect(true)
    })
    socket.on('disconnect', () => {
      viewer.close()
      events.clientConnected(live.sockets.size)
    })
  })

  return {
    recheck,
    close() {
      stopRechecking()
      // The HTTP server is not ours to close.
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}
