import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { afterEach, expect, it, vi } from 'vitest'
import { createAuthority } from '../../../tests/certificates.js'
import type { Refused } from '../ports/access.js'
import { systemClock } from '../system-clock.js'
import { openMqttDoors, type MqttDoors } from './mqtt-doors.js'

const CONNECTIONS = 2
const authority = await createAuthority('Doors')
const certificate = await authority.issue('localhost')
const host = '127.0.0.1'
const refused: Refused[] = []
const cameIn: Duplex[] = []
const devices: Socket[] = []
let doors: MqttDoors

async function open(): Promise<number> {
  doors = await openMqttDoors({
    port: 0,
    tls: { port: 0, options: certificate },
    largest: 1_000,
    connections: CONNECTIONS,
    door: { knock: () => 0 },
    clock: systemClock,
    handle: (stream) => void cameIn.push(stream.resume().on('error', () => undefined)),
    onRefused: (each) => void refused.push(each),
  })
  return doors.securePort!
}

afterEach(() => {
  doors.close()
  for (const stream of [...cameIn.splice(0), ...devices.splice(0)]) stream.destroy()
  refused.splice(0)
})

async function comeOver(port: number): Promise<Socket> {
  const socket = connect(port, host).on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

it('counts who never ends a handshake, and lets others in when they are gone', async () => {
  const port = await open()
  const silent = [await comeOver(port), await comeOver(port)]
  const third = await comeOver(port)
  await vi.waitFor(() => expect(refused).toMatchObject([{ why: 'connections.all' }]))
  for (const socket of [...silent, third]) socket.destroy()

  for (let n = 1; n <= 2 * CONNECTIONS; n++) {
    await vi.waitFor(async () => {
      const device = connectTls({ port, host, ca: authority.cert, servername: 'localhost' })
      devices.push(device.on('error', () => undefined))
      await once(device, 'secureConnect')
    })
    await vi.waitFor(() => expect(cameIn).toHaveLength(n))
    for (const device of devices) device.destroy()
  }
})

it('says of who speaks no TLS where it came from', async () => {
  const device = await comeOver(await open())
  device.write('GET / HTTP/1.1\r\n\r\n')
  await once(device, 'close')
  expect(refused).toMatchObject([{ why: 'tls', address: expect.stringContaining(host) }])
  expect(refused[0]?.detail).not.toBe('')
  expect(cameIn).toEqual([])
})
