import type { Rule } from '@ioc/shared/rule'
import type { Beat, Delta, Snapshot } from '@ioc/shared/wire'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openClient } from '../kill-drill.js'
import { startServer, type ServerProcess } from '../server-process.js'

let server: ServerProcess
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const sockets: Socket[] = []
afterAll(() => sockets.forEach((socket) => socket.disconnect()))

function open(options: Record<string, unknown>): Socket {
  const socket: Socket = io(`${server.http}/live`, { reconnection: false, forceNew: true, ...options })
  sockets.push(socket)
  return socket
}

function next<T>(socket: Socket, event: string): Promise<T> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve)
    socket.once('connect_error', reject)
  })
}

async function signedIn(): Promise<Socket> {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const body = { name: 'a wall', role: 'viewer', expiresAt }
  const { token } = await server.api<{ token: string }>('tokens', { method: 'POST', body })
  return open({ auth: { token } })
}

async function publish(station: string, values: Record<string, number>): Promise<void> {
  const client = await openClient(server, station)
  await client.publishAsync(`ioc/v1/${station}/observations`, JSON.stringify({ at: Date.now(), values }), { qos: 1 })
  await client.endAsync()
}

describe('the live feed', () => {
  it.each([
    ['nothing', {}],
    ['a token that is none', { auth: { token: 'guess' } }],
    ['a cookie that is none', { extraHeaders: { cookie: 'ioc_session=guess' } }],
  ])('is closed to who comes with %s', async (_what, options) => {
    await expect(next(open(options), 'connect')).rejects.toThrow(/sign-in needed/)
  })

  it('is closed to a page of another site, whoever is signed in', async () => {
    const extraHeaders = { cookie: server.cookie, origin: 'http://elsewhere.example' }
    await expect(next(open({ extraHeaders, transports: ['websocket'] }), 'connect')).rejects.toThrow(/websocket error/)
  })

  it('answers a view with all of it, sends what changes in numbered deltas, and beats', async () => {
    const socket = await signedIn()
    const beat = next<Beat>(socket, 'beat')
    socket.emit('view', { kinds: ['air'] })
    const snapshot = await next<Snapshot>(socket, 'snapshot')
    expect(snapshot.stations).toHaveLength(12)
    expect(snapshot.alarms).toEqual([])

    const delta = next<Delta>(socket, 'delta')
    await publish('HUE-WL-05', { water_level: 0.5 })
    await publish('HUE-AQ-02', { temperature: 26.5 })
    const { seq, stations } = await delta
    expect(seq).toBe(snapshot.seq + 1)
    expect(stations.map(({ station }) => station)).toEqual(['HUE-AQ-02'])
    expect(stations[0]?.values['temperature']).toMatchObject({ value: 26.5, quality: 'good' })
    expect(stations[0]?.reporting).toBe('reporting')
    expect(Date.parse((await beat).at)).toBeGreaterThan(0)
  })

  it('sends a new snapshot whenever it is asked', async () => {
    const socket = await signedIn()
    socket.emit('view', { stations: ['HUE-AQ-02', 'HUE-WL-05'] })
    expect((await next<Snapshot>(socket, 'snapshot')).stations).toHaveLength(2)
    socket.emit('view', { bbox: [0, 0, 1, 1] })
    expect((await next<Snapshot>(socket, 'snapshot')).stations).toEqual([])
  })

  it('tells every dashboard that a rule was changed', async () => {
    const socket = await signedIn()
    socket.emit('view', { stations: [] })
    await next(socket, 'snapshot')
    const changed = next(socket, 'rules')
    const [rule] = await server.api<Rule[]>('rules')
    await server.api(`rules/${rule!.id}`, { method: 'PUT', body: { ...rule, enabled: false } })
    await changed
    const after = await server.api<Rule[]>('rules')
    expect(after.find(({ id }) => id === rule!.id)?.enabled).toBe(false)
  })

  it('ends for who sends what is no view', async () => {
    const socket = await signedIn()
    await next(socket, 'connect')
    const gone = next(socket, 'disconnect')
    socket.emit('view', { bbox: 'everything' })
    expect(await gone).toBe('io server disconnect')
  })
})

describe('who may look no longer', () => {
  it('is shut out at once', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const body = { name: 'a guest', role: 'viewer', expiresAt }
    const { id, token } = await server.api<{ id: string; token: string }>('tokens', { method: 'POST', body })
    const socket = open({ auth: { token } })
    await next(socket, 'connect')
    const gone = next(socket, 'disconnect')
    await server.api(`tokens/${id}`, { method: 'DELETE' })
    expect(await gone).toBe('io server disconnect')
  })
})
