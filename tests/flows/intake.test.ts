import { execFile, spawnSync } from 'node:child_process'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import type { LatestStation, WireRejection } from '@ioc/shared/wire'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addsUp, openClient, type LedgerRow } from '../kill-drill.js'
import { startServer, type ServerProcess } from '../server-process.js'

let server: ServerProcess
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

let taken = 0
/** A station that no other test of this file uses, with its credentials. */
function freshStation(): { id: string; secret: string; topic: string } {
  const [id, secret] = Object.entries(server.credentials)[taken++] as [string, string]
  return { id, secret, topic: `ioc/v1/${id}/observations` }
}

async function valueOf(station: string, property: string): Promise<number | undefined> {
  const latest = await server.api<LatestStation[]>('latest')
  return latest.find((each) => each.station === station)?.values[property]?.value
}

async function publish(client: MqttClient, topic: string, payload: unknown): Promise<void> {
  await client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { qos: 1 })
}

describe('a device', () => {
  it.each([
    ['TCP over IPv4', 'mqtt', '127.0.0.1'],
    ['TCP over IPv6', 'mqtt', '::1'],
    ['WebSocket over IPv4', 'ws', '127.0.0.1'],
    ['WebSocket over IPv6', 'ws', '[::1]'],
  ] as const)('publishes over %s', async (_what, protocol, hostname) => {
    const { id, secret, topic } = freshStation()
    const port = protocol === 'ws' ? server.httpPort : server.mqttPort
    const credentials = { clientId: id, username: id, password: secret, reconnectPeriod: 0 }
    const client = await connectAsync({ protocol, hostname, port, path: '/mqtt', ...credentials })
    await publish(client, topic, { at: Date.now(), values: { temperature: 21.5 } })
    await client.endAsync()
    expect(await valueOf(id, 'temperature')).toBe(21.5)
  })

  it.skipIf(spawnSync('mosquitto_pub', ['--help']).error !== undefined)(
    'may be a program that nobody here wrote: mosquitto_pub',
    async () => {
      const { id, secret, topic } = freshStation()
      const args = ['-h', '127.0.0.1', '-p', String(server.mqttPort), '-u', id, '-P', secret, '-q', '1', '-t', topic]
      await promisify(execFile)('mosquitto_pub', [...args, '-m', '{"values":{"temperature":33.25}}'])
      expect(await valueOf(id, 'temperature')).toBe(33.25)
    },
  )

  it.each([
    ['no credentials', {}],
    ['a wrong secret', { username: 'HUE-AQ-01', password: 'guess' }],
    ['a station that does not exist', { username: 'NOBODY', password: 'guess' }],
    ['MQTT 5', { protocolVersion: 5 as const, username: 'HUE-AQ-01', password: 'guess' }],
  ])('is refused with %s', async (_what, options) => {
    await expect(
      connectAsync(`mqtt://127.0.0.1:${server.mqttPort}`, { ...options, reconnectPeriod: 0, connectTimeout: 3_000 }),
    ).rejects.toThrow(/refused|closed|authorized|version/i)
  })

  it('that is refused is noted with the reason, and its name is no metric', async () => {
    const { id } = freshStation()
    const mqtt = `mqtt://127.0.0.1:${server.mqttPort}`
    const come = (options: object) => connectAsync(mqtt, { reconnectPeriod: 0, ...options }).catch(() => null)
    await come({ username: id, password: 'guess' })
    await come({ username: 'GHOST-1', password: 'guess' })
    const client = await openClient(server, id)
    await client.subscribeAsync('ioc/#').catch(() => undefined)
    await client.endAsync(true)
    const rows = await server.api<{ why: string; who: string; count: number }[]>('refusals')
    expect(rows).toContainEqual(expect.objectContaining({ why: 'secret.wrong', who: id, count: 1 }))
    expect(rows).toContainEqual(expect.objectContaining({ why: 'station.unknown', who: 'GHOST-1', count: 1 }))
    expect(rows).toContainEqual(expect.objectContaining({ why: 'subscription', who: id, detail: 'ioc/#' }))
    expect(rows).toContainEqual(expect.objectContaining({ why: 'protocol' }))
    const metrics = await (await fetch(`${server.http}/metrics`)).text()
    expect(metrics).toMatch(/ioc_device_refusals_total\{reason="subscription"\} \d+/)
    expect(metrics).not.toContain(id)
  })

  it('may not subscribe', async () => {
    const { id } = freshStation()
    const client = await openClient(server, id)
    const granted = await client.subscribeAsync('#').catch(() => [])
    expect(granted.every(({ qos }) => qos === 128)).toBe(true)
    await client.endAsync(true)
  })

  it('that publishes on another’s topic is closed, and the rejection stands under the sender', async () => {
    const [sender, victim] = [freshStation(), freshStation()]
    const client = await openClient(server, sender.id)
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    client.publish(victim.topic, '{"values":{"temperature":99}}', { qos: 1 })
    await closed
    await client.endAsync(true)
    const [row] = await server.api<LedgerRow[]>(`ledger?station=${sender.id}`)
    expect(row?.rejected).toEqual({ 'topic.foreign': 1 })
    expect(await valueOf(victim.id, 'temperature')).toBeUndefined()
  })

  it('cannot throw another out by using its client id', async () => {
    const [one, other] = [freshStation(), freshStation()]
    const client = await openClient(server, one.id)
    const url = `mqtt://127.0.0.1:${server.mqttPort}`
    const thief = await connectAsync(url, { clientId: one.id, username: other.id, password: other.secret })
    await publish(client, one.topic, { values: { temperature: 12 } })
    expect(client.connected).toBe(true)
    await Promise.all([client.endAsync(), thief.endAsync()])
  })

  it('gets a new secret and is thrown out with the old one', async () => {
    const { id } = freshStation()
    const client = await openClient(server, id)
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    const { secret } = await server.api<{ secret: string }>(`stations/${id}/secret`, { method: 'POST' })
    await closed
    await client.endAsync(true)
    await expect(openClient(server, id)).rejects.toThrow(/authorized/i)
    const again = await openClient({ ...server, credentials: { [id]: secret } }, id)
    await again.endAsync()
  })
})

describe('a device whose secret is renewed with an overlap', () => {
  it('goes on publishing with the old one until it comes with the new one', async () => {
    const { id, topic } = freshStation()
    const client = await openClient(server, id)
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    const { secret } = await server.api<{ secret: string }>(`stations/${id}/secret`, {
      method: 'POST',
      body: { overlapS: 3_600 },
    })
    await publish(client, topic, { values: { temperature: 1.5 } })
    const meanwhile = await openClient(server, id)
    await meanwhile.endAsync()
    const renewed = await openClient({ ...server, credentials: { [id]: secret } }, id)
    await closed
    await client.endAsync(true)
    await publish(renewed, topic, { values: { temperature: 2.5 } })
    await renewed.endAsync()
    await expect(openClient(server, id)).rejects.toThrow(/authorized/i)
    expect(await valueOf(id, 'temperature')).toBe(2.5)
  })
})

describe('what arrives', () => {
  it('is recorded by the table of outcomes, and every message is acknowledged', async () => {
    const { id, topic } = freshStation()
    const client = await openClient(server, id)
    const at = Date.now() - 60_000
    await publish(client, topic, { at, values: { temperature: 1 } })
    await publish(client, topic, { at, values: { temperature: 1 } })
    await publish(client, topic, { at, values: { temperature: 2 } })
    await publish(client, topic, 'not JSON')
    await publish(client, topic, { at: Date.now() + 400_000, values: { temperature: 3 } })
    await client.endAsync()

    const [row] = await server.api<LedgerRow[]>(`ledger?station=${id}`)
    expect(row).toMatchObject({ received: 5, stored: 1, duplicate: 1, corrected: 1 })
    expect(row?.rejected).toEqual({ 'payload.unreadable': 1, 'time.future': 1 })
    expect(addsUp(row!)).toBe(true)
    expect(await server.api(`observations?station=${id}&property=temperature`)).toMatchObject([{ value: 2 }])
    expect(await server.api(`stations/${id}/corrections?property=temperature`)).toMatchObject([{ value: 1 }])
    const rejections = await server.api<WireRejection[]>(`rejections?station=${id}`)
    expect(rejections.map(({ reason }) => reason)).toEqual(['time.future', 'payload.unreadable'])
    expect(Buffer.from(rejections[1]!.payload, 'base64').toString()).toBe('not JSON')
  })

  it('late fills history and does not touch what is shown now', async () => {
    const { id, topic } = freshStation()
    const client = await openClient(server, id)
    const now = Date.now()
    await publish(client, topic, { at: now, values: { temperature: 30 } })
    await publish(client, topic, [
      { at: now - 7_200_000, values: { temperature: 10 } },
      { at: now - 3_600_000, values: { temperature: 20 } },
    ])
    await client.endAsync()
    expect(await valueOf(id, 'temperature')).toBe(30)
    const history = await server.api<{ value: number }[]>(`observations?station=${id}&property=temperature`)
    expect(history.map(({ value }) => value)).toEqual([10, 20, 30])
    const then = await server.api<LatestStation[]>(`latest?at=${now - 1_800_000}`)
    expect(then.find(({ station }) => station === id)?.values['temperature']?.value).toBe(20)
  })

  it('comes out to the last bit', async () => {
    const { id, topic } = freshStation()
    const client = await openClient(server, id)
    const values = [0.1 + 0.2, 5e-324, 1.797e308, -0.000_000_1, 123_456_789.123_456_78]
    const start = Date.now() - 10_000
    await publish(
      client,
      topic,
      values.map((value, n) => ({ at: start + n, values: { energy_import: value } })),
    )
    await client.endAsync()
    const read = await server.api<{ value: number }[]>(`observations?station=${id}&property=energy_import`)
    expect(read.map(({ value }) => value)).toEqual(values)
  })

  it('over HTTP goes the same way', async () => {
    const { id } = freshStation()
    const at = Date.now() - 1_000
    const observations = [{ at, values: { temperature: 4, soul: 1 } }, 'nonsense', { at, values: { temperature: 4 } }]
    expect(await server.api('observations', { method: 'POST', body: { station: id, observations } })).toEqual({
      stored: 1,
      duplicate: 1,
      corrected: 0,
      rejected: [
        { index: 0, property: 'soul', reason: 'property.unknown' },
        { index: 1, property: null, reason: 'payload.unreadable' },
      ],
    })
    expect(await valueOf(id, 'temperature')).toBe(4)
  })
})

describe('a stranger', () => {
  it('cannot fill our memory with a packet that never ends', async () => {
    const socket = connect(server.mqttPort, '127.0.0.1')
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => undefined)
    // CONNECT, 256 MB of it still to come.
    socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))
    socket.write(Buffer.alloc(1024 * 1024))
    await closed
    expect(socket.bytesWritten).toBeLessThan(2 * 1024 * 1024)
  })

  it('who sends what is no MQTT is shown the door, and nobody else notices', async () => {
    const socket = connect(server.mqttPort, '127.0.0.1')
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => undefined)
    socket.write('GET / HTTP/1.1\r\n\r\n')
    await closed
    const { id, topic } = freshStation()
    const client = await openClient(server, id)
    await publish(client, topic, { values: { temperature: 7 } })
    await client.endAsync()
    expect(await valueOf(id, 'temperature')).toBe(7)
  })
})

describe('a connection that wants to be something else', () => {
  it.each([
    ['an address that is none', 'GET // HTTP/1.1'],
    ['a path that nobody serves', 'GET /x HTTP/1.1'],
  ])('is closed and does no harm: %s', async (_what, line) => {
    const socket = connect(server.httpPort, '127.0.0.1')
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => undefined)
    socket.write(`${line}\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
    await closed
    expect((await fetch(`${server.http}/healthz`)).status).toBe(200)
  })

  it('may be cut off at any moment', async () => {
    for (const path of ['/x', '/mqtt', '/socket.io/?EIO=4&transport=websocket']) {
      const socket = connect(server.httpPort, '127.0.0.1')
      socket.on('error', () => undefined)
      await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
      socket.resetAndDestroy()
    }
    await new Promise((resume) => setTimeout(resume, 300))
    expect((await fetch(`${server.http}/healthz`)).status).toBe(200)
  })
})

describe('a device that counts wildly', () => {
  it('stops nobody, and leaves a folder that opens again', async () => {
    const { id, topic } = freshStation()
    const client = await openClient(server, id)
    const pairs = Array.from({ length: 1_000 }, (_, n) => [
      { values: { temperature: n % 60 }, seq: 0 },
      { values: { temperature: n % 60 }, seq: Number.MAX_SAFE_INTEGER },
    ])
    await publish(client, topic, pairs.flat())
    await client.endAsync()
    const [row] = await server.api<LedgerRow[]>(`ledger?station=${id}`)
    expect(row).toMatchObject({ received: 2_000, stored: 2_000 })
    expect(addsUp(row!)).toBe(true)
  })
})
