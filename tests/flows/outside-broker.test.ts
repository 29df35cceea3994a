import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { openMqttClient, type OutsideBroker } from '@ioc/server/adapters/mqtt-client'
import { decodeSparkplug } from '@ioc/server/adapters/sparkplug-protobuf'
import { coded } from '@ioc/server/errors'
import * as payloads from '@ioc/server/ingest/codecs/payloads.fixture'
import type { Clock } from '@ioc/server/ports/clock'
import type { Packet, Verdict } from '@ioc/server/ports/packet'
import { systemClock } from '@ioc/server/system-clock'
import type { StationId } from '@ioc/shared/ids'
import type { LatestStation, WireRejection } from '@ioc/shared/wire'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addsUp, type LedgerRow } from '../kill-drill.js'
import { hasMosquitto, openMosquitto, type Mosquitto } from '../mosquitto.js'
import { startServer, type ServerProcess } from '../server-process.js'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'

const PATIENT = { timeout: 20_000, interval: 50 }
const STATION = 'HUE-AQ-01'
const TOPIC = `ioc/v1/${STATION}/observations`

let mosquitto: Mosquitto
const open: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  mosquitto = await openMosquitto()
})
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
  await mosquitto.remove()
})

async function serve(dataDir?: string): Promise<ServerProcess> {
  const server = await startServer({ ...(dataDir && { dataDir }), env: { IOC_BROKER: mosquitto.url } })
  open.push(server.stop)
  await isReady(server)
  return server
}

async function readiness(server: ServerProcess): Promise<unknown> {
  return (await fetch(`${server.http}/readyz`)).json()
}

function isReady(server: ServerProcess): Promise<void> {
  return vi.waitFor(async () => expect(await readiness(server)).toEqual({ ready: true }), PATIENT)
}

async function device(protocolVersion: 4 | 5 = 5): Promise<MqttClient> {
  const client = await connectAsync(mosquitto.url, { protocolVersion, reconnectPeriod: 0 })
  open.push(() => client.endAsync(true))
  return client
}

function publish(client: MqttClient, topic: string, payload: unknown, retain = false): Promise<unknown> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return client.publishAsync(topic, text, { qos: 1, retain })
}

async function stationNow(server: ServerProcess, id = STATION): Promise<LatestStation | undefined> {
  return (await server.api<LatestStation[]>('latest')).find(({ station }) => station === id)
}

function arrives(server: ServerProcess, temperature: number, station = STATION): Promise<void> {
  return vi.waitFor(
    async () => expect((await stationNow(server, station))?.values['temperature']?.value).toBe(temperature),
    PATIENT,
  )
}

const ABSENT = !hasMosquitto()

describe.skipIf(ABSENT)('a server behind Mosquitto', () => {
  it('takes what devices of MQTT 3.1.1 and 5 send there, and listens for none itself', async () => {
    const server = await serve()
    expect(server.mqttPort).toBeNull()
    await publish(await device(4), TOPIC, { values: { temperature: 21.5 } })
    await arrives(server, 21.5)
    await publish(await device(5), 'ioc/v1/HUE-AQ-02/observations', { values: { temperature: 22.25 } })
    await arrives(server, 22.25, 'HUE-AQ-02')
  })

  it('knows the retained state of a device that said it before', async () => {
    await publish(await device(), `ioc/v1/${STATION}/status`, 'offline', true)
    const server = await serve()
    await vi.waitFor(async () => expect((await stationNow(server))?.connection).toBe('offline'), PATIENT)
  })

  it('leaves old retained observations alone', async () => {
    const client = await device()
    await publish(client, TOPIC, { values: { temperature: 11 } }, true)
    const server = await serve()
    await publish(client, 'ioc/v1/HUE-AQ-02/observations', { values: { temperature: 12 } })
    await arrives(server, 12, 'HUE-AQ-02')
    expect((await stationNow(server))?.values).toEqual({})
  })

  it('rejects and counts what comes for nobody and what is not understood, and goes on', async () => {
    const server = await serve()
    const client = await device()
    await publish(client, 'ioc/v1/NO-SUCH-STATION/observations', { values: { temperature: 1 } })
    await publish(client, `ioc/v1/${STATION}/observation`, { values: { temperature: 2 } })
    await publish(client, TOPIC, { values: { temperature: 3 } })
    await arrives(server, 3)
    const rejected = await server.api<WireRejection[]>('rejections')
    expect(rejected.map(({ station, topic, reason }) => ({ station, topic, reason }))).toEqual([
      { station: STATION, topic: `ioc/v1/${STATION}/observation`, reason: 'payload.unreadable' },
      { station: 'outside-broker', topic: 'ioc/v1/NO-SUCH-STATION/observations', reason: 'topic.foreign' },
    ])
    expect((await server.api<LedgerRow[]>('ledger')).every(addsUp)).toBe(true)
  })

  it('says that it waits while the broker is away, and takes what the broker kept over its own restart', async () => {
    const server = await serve()
    await server.stop()
    await publish(await device(), TOPIC, { values: { temperature: 17.5 } })
    await mosquitto.stop()
    const again = await startServer({ dataDir: server.dataDir, env: { IOC_BROKER: mosquitto.url } })
    open.push(again.stop)
    expect(await readiness(again)).toEqual({ ready: false, waitingFor: ['broker'] })
    await mosquitto.start()
    await isReady(again)
    await arrives(again, 17.5)

    await mosquitto.stop()
    await vi.waitFor(
      async () => expect(await readiness(again)).toEqual({ ready: false, waitingFor: ['broker'] }),
      PATIENT,
    )
    await mosquitto.start()
    await isReady(again)
    await publish(await device(), TOPIC, { values: { temperature: 18.5 } })
    await arrives(again, 18.5)
  })

  it('has everything that Mosquitto acknowledged after three times SIGKILL in the middle of the stream', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-outside-'))
    let server = await serve(dataDir)
    const client = await device()
    const start = Date.now() - 600_000
    const acknowledged: number[] = []
    const stream = { running: true }
    let n = 0
    const lane = async () => {
      while (stream.running) {
        const at = start + n++
        await publish(client, TOPIC, { at, values: { temperature: at % 60 } })
        acknowledged.push(at)
        await new Promise((resume) => setTimeout(resume, 5))
      }
    }
    const lanes = Promise.all(Array.from({ length: 10 }, lane))
    for (let round = 0; round < 3; round++) {
      await new Promise((resume) => setTimeout(resume, 300 + round * 170))
      await server.kill()
      server = await serve(dataDir)
    }
    stream.running = false
    await lanes

    expect(acknowledged.length).toBeGreaterThan(1_000)
    const query = `observations?station=${STATION}&property=temperature&from=${start}&to=${start + n}`
    await vi.waitFor(async () => {
      const rows = await server.api<{ at: string; value: number }[]>(query)
      const found = new Map(rows.map(({ at, value }) => [Date.parse(at), value]))
      expect(acknowledged.filter((at) => found.get(at) !== at % 60)).toEqual([])
    }, PATIENT)
    expect((await server.api<LedgerRow[]>('ledger')).every(addsUp)).toBe(true)
  })
})

const LORA = 'HUE-WL-05'
const NODE = 'HUE-WL-06'
const UPLINK = `application/3/device/${payloads.CHIRPSTACK.deviceInfo.devEui}/event/up`
const level = { fields: { level_m: { property: 'water_level' } } }
const GATEWAY = {
  id: 'gw-hue',
  name: 'Cổng tích hợp Huế',
  stations: [LORA, NODE],
  topics: ['application/3/#', 'application/3/device/+/event/up', 'spBv1.0/hue/#'],
  routes: [
    {
      topic: 'application/3/device/+/event/+',
      codec: 'chirpstack',
      devices: { [payloads.CHIRPSTACK.deviceInfo.devEui]: { station: LORA } },
      defaults: level,
      others: 'ignore',
    },
    { topic: 'spBv1.0/hue/#', codec: 'sparkplug', devices: { 'hue/tram/kim-long': { station: NODE, ...level } } },
  ],
}

function uplink(level: number): string {
  return JSON.stringify({ ...payloads.CHIRPSTACK, time: new Date().toISOString(), object: { level_m: level } })
}

function levelIs(server: ServerProcess, value: number): Promise<void> {
  const now = async () => (await stationNow(server, LORA))?.values['water_level']?.value
  return vi.waitFor(async () => expect(await now()).toBe(value), PATIENT)
}

describe.skipIf(ABSENT)('a gateway behind Mosquitto', () => {
  it('is read from the moment it is described, over a restart, and no longer when it is removed', async () => {
    const server = await serve()
    const client = await device()
    await server.api('gateways', { method: 'POST', body: GATEWAY })
    const first = uplink(1.5)
    // Sent until it is heard: our subscription and this message go over two connections.
    await vi.waitFor(async () => {
      await publish(client, UPLINK, first)
      expect((await stationNow(server, LORA))?.values['water_level']?.value).toBe(1.5)
    }, PATIENT)

    await server.stop()
    await publish(client, UPLINK, uplink(1.75))
    const again = await serve(server.dataDir)
    await levelIs(again, 1.75)

    await again.api('gateways/gw-hue', { method: 'DELETE' })
    await publish(client, UPLINK, uplink(2))
    await publish(client, TOPIC, { values: { temperature: 20 } })
    await arrives(again, 20)
    await levelIs(again, 1.75)
    const ledger = await again.api<LedgerRow[]>('ledger')
    expect(ledger.every(addsUp)).toBe(true)
    expect(ledger.find(({ station }) => station === LORA)).toMatchObject({ stored: 2, corrected: 0, rejected: {} })
  })

  it('is asked for a rebirth on its own topic, and we do not hear ourselves ask', async () => {
    const server = await serve()
    await server.api('gateways', { method: 'POST', body: GATEWAY })
    const node = await device(4)
    const asked: string[] = []
    node.on('message', (topic, bytes) => {
      const command = decodeSparkplug(bytes)
      asked.push(`${topic} ${'fault' in command ? command.fault : command.metrics.map(({ name }) => name).join()}`)
    })
    await node.subscribeAsync('spBv1.0/hue/NCMD/tram')
    await vi.waitFor(async () => {
      await node.publishAsync('spBv1.0/hue/DDATA/tram/kim-long', payloads.DDATA, { qos: 1 })
      expect(asked[0]).toBe('spBv1.0/hue/NCMD/tram Node Control/Rebirth')
    }, PATIENT)
    await publish(node, TOPIC, { values: { temperature: 21 } })
    await arrives(server, 21)
    const rejected = await server.api<WireRejection[]>('rejections')
    expect(rejected.filter(({ topic }) => topic.includes('NCMD'))).toEqual([])
  })
})

/** Takes messages as `take` says; keeps those that came, and how often. */
async function listen(
  take: (packet: Packet) => Promise<Verdict>,
  { url = mosquitto.url, clock = systemClock }: { url?: string; clock?: Clock } = {},
): Promise<OutsideBroker & { came: string[] }> {
  const came: string[] = []
  const broker = openMqttClient({
    url,
    clock,
    events: silentEvents(),
    senderOf: (topic) => topic.split('/')[2] as StationId,
    gatewayTopics: () => [],
    take(packet) {
      came.push(packet.bytes.toString())
      return take(packet)
    },
  })
  open.push(broker.close)
  await vi.waitFor(() => expect(broker.connected()).toBe(true), PATIENT)
  return { ...broker, came }
}

const never = () => new Promise<Verdict>(() => undefined)
const taken = async (): Promise<Verdict> => 'acknowledge'

describe.skipIf(ABSENT)('the client of an outside broker', () => {
  it.each(['TCP', 'WebSocket'])('signs in with the user and the password of its address, over %s', async (way) => {
    const guarded = await openMosquitto({ ioc: 'p@ss/word', [STATION]: 'secret' })
    open.push(guarded.remove)
    const address = new URL(way === 'TCP' ? guarded.url : guarded.webSocketUrl)
    Object.assign(address, { username: 'ioc', password: 'p@ss/word' })
    const broker = await listen(taken, { url: address.href })
    const credentials = { username: STATION, password: 'secret', reconnectPeriod: 0 }
    const [intruder, client] = [
      await connectAsync(guarded.url, credentials),
      await connectAsync(guarded.url, credentials),
    ]
    for (const each of [intruder, client]) open.push(() => each.endAsync(true))
    intruder.publish('ioc/v1/HUE-AQ-02/observations', 'in another’s name', { qos: 1 })
    await publish(client, TOPIC, 'in its own')
    await vi.waitFor(() => expect(broker.came).toEqual(['in its own']), PATIENT)
  })

  it('takes messages side by side, so that one commit can serve them all', async () => {
    const held: (() => void)[] = []
    const broker = await listen(() => new Promise((resolve) => held.push(() => resolve('acknowledge'))))
    const client = await device()
    const all = Array.from({ length: 500 }, (_, n) => String(n))
    await Promise.all(all.map((payload) => publish(client, TOPIC, payload)))
    await vi.waitFor(() => expect(broker.came).toEqual(all), PATIENT)
    for (const acknowledge of held) acknowledge()
  })

  it('acknowledges nothing that was not committed: it comes again to who asks next', async () => {
    const first = await listen((packet) => (packet.bytes.toString() === 'b' ? never() : taken()))
    const client = await device()
    for (const payload of ['a', 'b', 'c']) await publish(client, TOPIC, payload)
    await vi.waitFor(() => expect(first.came).toEqual(['a', 'b', 'c']), PATIENT)
    await first.close()
    // `c` was committed, but may not be acknowledged before `b`.
    const second = await listen(taken)
    await vi.waitFor(() => expect(second.came).toEqual(['b', 'c']), PATIENT)
    await second.close()
    const third = await listen(taken)
    await publish(client, TOPIC, 'd')
    await vi.waitFor(() => expect(third.came).toEqual(['d']), PATIENT)
  })

  it('drops the connection where a commit fails, and is given the message again', async () => {
    let failures = 1
    const broker = await listen(() => (failures-- > 0 ? Promise.reject(new Error('the disk is full')) : taken()))
    await publish(await device(), TOPIC, 'once more')
    await vi.waitFor(() => expect(broker.came).toEqual(['once more', 'once more']), PATIENT)
    await vi.waitFor(() => expect(broker.connected()).toBe(true), PATIENT)
  })

  it('passes over what the store refuses, and is given it again after a minute', async () => {
    const clock = createManualClock(Date.now())
    const refused = (packet: Packet) =>
      packet.bytes.toString() === 'b' ? Promise.reject(coded('store.refused', 'not this')) : taken()
    const first = await listen(refused, { clock })
    const client = await device()
    for (const payload of ['a', 'b', 'c']) await publish(client, TOPIC, payload)
    await vi.waitFor(() => expect(first.came).toEqual(['a', 'b', 'c']), PATIENT)
    // Until `c` is acknowledged.
    await setImmediate()
    clock.advance(60_000)
    await vi.waitFor(() => expect(first.connected()).toBe(false), PATIENT)
    clock.advance(1_000)
    await vi.waitFor(() => expect(first.came).toEqual(['a', 'b', 'c', 'b']), PATIENT)
    await first.close()
    const second = await listen(taken)
    await vi.waitFor(() => expect(second.came).toEqual(['b']), PATIENT)
  })

  it('acknowledges what is committed while it closes', async () => {
    const held: ((verdict: Verdict) => void)[] = []
    const first = await listen(() => new Promise((resolve) => held.push(resolve)))
    const client = await device()
    await publish(client, TOPIC, 'last')
    await vi.waitFor(() => expect(first.came).toEqual(['last']), PATIENT)
    const closed = first.close()
    held[0]?.('acknowledge')
    await closed
    const second = await listen(taken)
    await publish(client, TOPIC, 'next')
    await vi.waitFor(() => expect(second.came).toEqual(['next']), PATIENT)
  })
})
