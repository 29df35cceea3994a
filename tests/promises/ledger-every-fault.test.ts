import { setTimeout as sleep } from 'node:timers/promises'
import { createChance } from '@ioc/server/ingest/codecs/mutants.fixture'
import type { StationId } from '@ioc/shared/ids'
import type { WireLedger, WireRejection, WireRetryResult } from '@ioc/shared/wire'
import { connectAsync, type MqttClient } from 'mqtt'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addsUp, openClient } from '../kill-drill.js'
import { startServer, type ServerProcess } from '../server-process.js'
import { createFaultyDevice } from './every-fault.js'

const SEED = 20261122
const DEVICES = 4
const LANES = 8
const PROPERTIES = ['temperature', 'humidity']
const GATEWAY = 'gw-faulty'

interface Sent {
  /** Observations of messages that were handed to the connection, and of those that were acknowledged. */
  tried: number
  acknowledged: number
}

/** Devices that send in several lanes until their line breaks, or until each lane has said its messages. */
async function storm(server: ServerProcess, stations: readonly string[], seed: number, messages: number) {
  const counts = new Map<string, Sent>()
  const clients = await Promise.all(stations.map((station) => openClient(server, station)))
  const done = clients.map(async (client, index) => {
    const station = stations[index] as string
    const sent: Sent = { tried: 0, acknowledged: 0 }
    counts.set(station, sent)
    const next = createFaultyDevice(createChance(seed + index), Date.now() - 3_600_000)
    const lane = async () => {
      for (let n = 0; n < messages && client.connected; n++) {
        const { payload, count } = next()
        sent.tried += count
        // A connection that ends never answers for what was under way.
        const closed = new Promise<false>((resolve) => client.once('close', () => resolve(false)))
        const qos = n % 5 === 0 ? 2 : 1
        const acknowledged = client
          .publishAsync(`ioc/v1/${station}/observations`, payload, { qos })
          .then(() => true)
          .catch(() => false)
        client.setMaxListeners(0)
        if (!(await Promise.race([acknowledged, closed]))) return
        sent.acknowledged += count
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    await client.endAsync(true)
  })
  return { counts, done: Promise.all(done) }
}

const ledgerOf = async (server: ServerProcess, id: string): Promise<WireLedger> =>
  (await server.api<WireLedger[]>(`ledger?station=${id}`))[0] as WireLedger

const rejectedOf = ({ rejected }: WireLedger) => Object.values(rejected).reduce((sum, n) => sum + n, 0)

/** The ledger of a station against what lies on disk. */
async function audit(server: ServerProcess, id: string) {
  const row = await ledgerOf(server, id)
  let [rows, corrections] = [0, 0]
  for (const property of PROPERTIES) {
    const range = `station=${id}&property=${property}&from=0&to=${Date.now() + 86_400_000}`
    rows += (await server.api<unknown[]>(`observations?${range}`)).length
    corrections += (await server.api<unknown[]>(`stations/${id}/corrections?property=${property}&from=0`)).length
  }
  const kept: Record<string, number> = {}
  const rejections = await server.api<WireRejection[]>(`rejections?station=${id}&limit=1000`)
  for (const { reason, count } of rejections) kept[reason] = (kept[reason] ?? 0) + count
  return { row, rows, corrections, kept }
}

async function expectWhole(server: ServerProcess, id: string) {
  const { row, rows, corrections, kept } = await audit(server, id)
  expect(addsUp(row)).toBe(true)
  expect(row.pending).toBe(0)
  expect({ stored: rows, corrected: corrections }).toEqual({ stored: row.stored, corrected: row.corrected })
  expect(kept).toEqual(row.rejected)
  return row
}

async function breakOffMidPacket(client: MqttClient): Promise<void> {
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
  client.stream.write(Buffer.from([0x32, 0xff, 0x01, 0x00, 0x05, 0x69, 0x6f, 0x63]))
  await sleep(50)
  client.stream.destroy()
  await closed
}

async function publishForeign(server: ServerProcess, station: string, other: string): Promise<void> {
  const client = await openClient(server, station)
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
  client.publish(`ioc/v1/${other}/observations`, '{"values":{"temperature":1}}', { qos: 1 })
  await closed
  await client.endAsync(true)
}

async function addGateway(server: ServerProcess, [first = '', second = '']: readonly string[]): Promise<string> {
  const fields = { t: { property: 'temperature' }, h: { property: 'humidity' } }
  const devices = { a: { station: first, fields }, b: { station: second, fields: { t: fields.t } } }
  const route = { topic: 'tele/+', codec: 'flat', device: { level: 1 }, devices }
  const stations = [first, second] as StationId[]
  const body = { id: GATEWAY, name: 'Cổng hỏng', stations, topics: ['tele/#'], routes: [route] }
  await server.api('gateways', { method: 'POST', body })
  return (await server.api<{ secret: string }>(`gateways/${GATEWAY}/secret`, { method: 'POST', body: {} })).secret
}

describe('promise 2: the ledger adds up after every fault at once', () => {
  it('agrees with the disk to the last observation, through two kills, and takes in again what is mended', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-faults-'))
    const env = { IOC_DEVICE_RATE: '20' }
    const total = new Map<string, Sent>()
    let stations: string[] = []
    let secret = ''

    for (let round = 0; round < 2; round++) {
      const server = await startServer({ dataDir, env })
      stations = Object.keys(server.credentials).slice(0, DEVICES + 2)
      if (round === 0) secret = await addGateway(server, stations.slice(DEVICES))
      const { counts, done } = await storm(server, stations.slice(0, DEVICES), SEED + round * 100, Infinity)
      while ([...counts.values()].some(({ acknowledged }) => acknowledged < 150)) await sleep(20)
      await server.kill()
      await done
      for (const [station, { tried, acknowledged }] of counts) {
        const before = total.get(station) ?? { tried: 0, acknowledged: 0 }
        total.set(station, { tried: before.tried + tried, acknowledged: before.acknowledged + acknowledged })
      }
    }

    const server = await startServer({ dataDir, env })
    const devices = stations.slice(0, DEVICES)
    const afterKills = new Map<string, WireLedger>()
    for (const station of devices) {
      const row = await expectWhole(server, station)
      const { tried, acknowledged } = total.get(station) as Sent
      expect(row.received).toBeGreaterThanOrEqual(acknowledged)
      expect(row.received).toBeLessThanOrEqual(tried)
      afterKills.set(station, row)
    }

    // From here on nobody dies: what was sent is what was received, one for one. The first is slowed by its limit.
    const { counts, done } = await storm(server, devices, SEED + 900, 40)
    await done
    const [first = '', second = '', third = ''] = devices
    await publishForeign(server, first, second)
    const broken = await openClient(server, third)
    await breakOffMidPacket(broken)
    const calm = await openClient(server, second)
    for (let n = 0; n < 25; n++) {
      calm.publish(`ioc/v1/${second}/observations`, `{"at":${Date.now() - n},"values":{"humidity":${n}}}`, { qos: 0 })
    }
    await calm.publishAsync(`ioc/v1/${second}/observations`, '{"values":{"humidity":1}}', { qos: 1 })
    await calm.endAsync()
    const more: Record<string, number> = { [first]: 1, [second]: 26 }
    for (const station of devices) {
      const row = await expectWhole(server, station)
      const sent = counts.get(station) as Sent
      expect(sent.acknowledged).toBe(sent.tried)
      const before = afterKills.get(station) as WireLedger
      expect(row.received - before.received).toBe(sent.tried + (more[station] ?? 0))
      expect(row.missed).toBeGreaterThan(0)
    }
    expect((await ledgerOf(server, first)).rejected['topic.foreign']).toBe(1)

    // A gateway with devices of two stations, one that nobody knows, and a field that nobody mapped.
    const options = { clientId: 'g', username: GATEWAY, password: secret, reconnectPeriod: 0 }
    const gateway = await connectAsync(`mqtt://127.0.0.1:${server.mqttPort}`, options)
    for (let n = 0; n < 30; n++) {
      const payload = JSON.stringify({ t: n, h: n })
      for (const topic of ['tele/a', 'tele/b', 'tele/nobody']) await gateway.publishAsync(topic, payload, { qos: 1 })
    }
    await gateway.publishAsync('tele/a', '{{{', { qos: 1 })
    await gateway.endAsync()
    const [a = '', b = ''] = stations.slice(DEVICES)
    expect(await expectWhole(server, a)).toMatchObject({ received: 60, stored: 60, rejected: {} })
    expect(await expectWhole(server, b)).toMatchObject({ stored: 30, rejected: { 'property.unknown': 30 } })
    const ofGateway = await ledgerOf(server, GATEWAY)
    expect(ofGateway).toMatchObject({ received: 61, rejected: { 'property.unknown': 60, 'payload.unreadable': 1 } })

    // Nothing is mended but the gateway: two people press at once, and everything else stays refused.
    const config = await server.api<{ routes: { devices: Record<string, unknown> }[] }>(`gateways/${GATEWAY}`)
    const devicesOf = config.routes[0]?.devices as Record<string, unknown>
    devicesOf['nobody'] = { ...(devicesOf['a'] as object), station: b }
    await server.api(`gateways/${GATEWAY}`, { method: 'PUT', body: config })
    const retry = () => server.api<WireRetryResult>('rejections/retry', { method: 'POST', body: { station: GATEWAY } })
    const results = await Promise.all([retry(), retry()])
    expect(results.map(({ taken }) => taken.length).sort()).toEqual([0, 30])
    expect(await ledgerOf(server, GATEWAY)).toMatchObject({ received: 1, rejected: { 'payload.unreadable': 1 } })
    const taken = await expectWhole(server, b)
    expect(taken.received).toBe(120)
    const before = await ledgerOf(server, first)
    await server.api<WireRetryResult>('rejections/retry', { method: 'POST', body: { station: first } })
    expect(rejectedOf(await expectWhole(server, first))).toBe(rejectedOf(before))

    // A kill between a press and its answer leaves all of it or nothing.
    const pressed = server.api('rejections/retry', { method: 'POST', body: { station: b } }).catch(() => null)
    await sleep(3)
    await server.kill()
    await pressed
    const again = await startServer({ dataDir, env })
    for (const station of stations) await expectWhole(again, station)
    expect((await ledgerOf(again, b)).received).toBe(120)
    await again.stop()
  }, 240_000)
})
