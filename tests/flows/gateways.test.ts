import type { LatestStation, WireMessage } from '@ioc/shared/wire'
import { decodeSparkplug } from '@ioc/server/adapters/sparkplug-protobuf'
import * as payloads from '@ioc/server/ingest/codecs/payloads.fixture'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addsUp, openClient, type LedgerRow } from '../kill-drill.js'
import { hasMosquitto, openMosquitto } from '../mosquitto.js'
import { startServer, type ServerProcess } from '../server-process.js'

const { AT, json } = payloads
const NBIRTH = Buffer.concat([payloads.NDEATH, payloads.hex('1800')])
const DEV_EUI = payloads.CHIRPSTACK.deviceInfo.devEui

let server: ServerProcess
let secret: string
let client: MqttClient
/** A station a convention, so that no test sees another's values. */
let lora: string, things: string, senml: string, node: string, meter: string, own: string, gone: string, foreign: string

beforeAll(async () => {
  server = await startServer()
  const ids = Object.keys(server.credentials) as [string, string, string, string, string, string, string, string]
  ;[lora, things, senml, node, meter, own, gone, foreign] = ids
  const level = { fields: { level_m: { property: 'water_level' } } }
  const gateway = {
    id: 'gw-hue',
    name: 'Cổng tích hợp Huế',
    stations: [lora, things, senml, node, meter, own, gone],
    topics: ['application/3/#', 'v3/water@hue/#', 'ioc/v1/+/senml', 'ioc/v1/+/observations', 'spBv1.0/hue/#', 'tele/#'],
    routes: [
      {
        topic: 'application/3/device/+/event/+',
        codec: 'chirpstack',
        devices: { [DEV_EUI]: { station: lora }, ffffffffffffffff: { station: gone } },
        defaults: level,
        others: 'ignore',
      },
      { topic: 'v3/water@hue/devices/+/up', codec: 'tts', devices: { 'kim-long': { station: things, ...level } } },
      {
        topic: 'ioc/v1/+/senml',
        codec: 'senml',
        devices: { 'hue-aq-01': { station: senml } },
        defaults: { fields: { t: { property: 'temperature' }, rh: { property: 'humidity' } } },
      },
      { topic: 'spBv1.0/hue/#', codec: 'sparkplug', devices: { 'hue/tram/kim-long': { station: node, ...level } } },
      {
        topic: 'tele/+/SENSOR',
        codec: 'flat',
        device: { level: 1 },
        time: { path: 'Time', as: 'local' },
        devices: {
          meter1: { station: meter, fields: { 'ENERGY.Power': { property: 'active_power', unit: 'W' } } },
        },
        others: 'ignore',
      },
      { topic: 'ioc/v1/+/observations', codec: 'native', devices: {} },
    ],
  }
  await server.api('gateways', { method: 'POST', body: gateway })
  ;({ secret } = await server.api<{ secret: string }>('gateways/gw-hue/secret', { method: 'POST' }))
  client = await connectAs()
})
afterAll(async () => {
  await client.endAsync(true)
  await server.stop()
})

async function connectAs(options: IClientOptions = {}): Promise<MqttClient> {
  const credentials = { username: 'gw-hue', password: secret, reconnectPeriod: 0 }
  const opened = await connectAsync(`mqtt://127.0.0.1:${server.mqttPort}`, { ...credentials, ...options })
  opened.on('error', () => undefined)
  return opened
}

const publish = (topic: string, bytes: Buffer, by = client) => by.publishAsync(topic, bytes, { qos: 1 })

async function latestOf(station: string): Promise<LatestStation> {
  const latest = await server.api<LatestStation[]>('latest')
  return latest.find((each) => each.station === station) as LatestStation
}

async function valuesOf(station: string): Promise<Record<string, [number, number]>> {
  const { values } = await latestOf(station)
  return Object.fromEntries(Object.entries(values).map(([key, { value, at }]) => [key, [value, Date.parse(at) - AT]]))
}

async function rejectedOf(sender: string): Promise<Record<string, number>> {
  const [row] = await server.api<LedgerRow[]>(`ledger?station=${sender}`)
  return row?.rejected ?? {}
}

describe('through a gateway', () => {
  it('an uplink of ChirpStack is seen under its station', async () => {
    await publish(payloads.CHIRPSTACK_TOPIC, json({ ...payloads.CHIRPSTACK, object: { level_m: 2.5 } }))
    expect(await valuesOf(lora)).toEqual({ water_level: [2.5, 0] })
  })

  it('an uplink of The Things Stack is seen under its station', async () => {
    await publish(payloads.TTS_TOPIC, json(payloads.TTS))
    expect(await valuesOf(things)).toEqual({ water_level: [1.25, 0] })
  })

  it('a pack of SenML is seen under its station, and what nobody mapped is counted there', async () => {
    await publish('ioc/v1/anything/senml', json(payloads.SENML))
    expect(await valuesOf(senml)).toEqual({ temperature: [27.5, 0], humidity: [81, 0] })
    expect(await rejectedOf(senml)).toEqual({ 'property.unknown': 2 })
  })

  it('a message can be read as it came, under its station and under the gateway', async () => {
    const bytes = json(payloads.TTS)
    await publish(payloads.TTS_TOPIC, bytes)
    const shown = { topic: payloads.TTS_TOPIC, bytes: bytes.length, payload: bytes.toString('base64'), whole: true }
    const [ofStation] = await server.api<WireMessage[]>(`messages?station=${things}`)
    expect(ofStation).toMatchObject({ ...shown, taken: 1, refused: 0 })
    const [ofGateway] = await server.api<WireMessage[]>('messages?station=gw-hue')
    expect(ofGateway).toMatchObject({ ...shown, taken: 1, refused: 0 })
  })

  it('a Tasmota plug is seen under its station, in the unit of the property', async () => {
    await publish('tele/meter1/SENSOR', json(payloads.TASMOTA))
    expect(await valuesOf(meter)).toEqual({ active_power: [0.154, 0] })
  })

  it('our own words are taken for the stations it speaks for', async () => {
    await publish(`ioc/v1/${own}/observations`, json({ at: AT, values: { temperature: 30 } }))
    expect(await valuesOf(own)).toEqual({ temperature: [30, 0] })
  })
})

describe.skipIf(!hasMosquitto())('the bridge of a Mosquitto, set up as the README says', () => {
  it('brings the uplinks of the ChirpStack beside it', async () => {
    const mosquitto = await openMosquitto(undefined, [
      'connection ioc',
      `address 127.0.0.1:${server.mqttPort}`,
      'bridge_protocol_version mqttv311',
      'try_private false',
      'notifications false',
      'cleansession false',
      'remote_username gw-hue',
      `remote_password ${secret}`,
      'topic application/3/device/+/event/up out 1',
    ])
    try {
      const chirpstack = await connectAsync(mosquitto.url)
      const uplink = { ...payloads.CHIRPSTACK, time: '2025-11-20T00:54:20.000Z', object: { level_m: 2.75 } }
      await publish(payloads.CHIRPSTACK_TOPIC, json(uplink), chirpstack)
      await expect.poll(() => valuesOf(lora), { timeout: 20_000 }).toEqual({ water_level: [2.75, 60_000] })
      await chirpstack.endAsync()
      expect((await rejectedOf('gw-hue'))['topic.foreign']).toBeUndefined()
    } finally {
      await mosquitto.remove()
    }
  })
})

describe('an edge node of Sparkplug', () => {
  it('is asked for its births, reports, and is gone when its line breaks', async () => {
    const will = { topic: 'spBv1.0/hue/NDEATH/tram', payload: payloads.NDEATH, qos: 1 as const, retain: false }
    const edge = await connectAs({ will })
    const command = new Promise<[string, Buffer]>((resolve) =>
      edge.once('message', (topic, bytes) => resolve([topic, bytes])),
    )
    const granted = await edge.subscribeAsync(['spBv1.0/hue/NCMD/tram/#', 'spBv1.0/hue/DCMD/tram/#'], { qos: 1 })
    expect(granted.map(({ qos }) => qos)).toEqual([1, 1])

    await publish('spBv1.0/hue/DBIRTH/tram/kim-long', payloads.DBIRTH, edge)
    const [topic, bytes] = await command
    expect(topic).toBe('spBv1.0/hue/NCMD/tram')
    expect(decodeSparkplug(bytes)).toMatchObject({ metrics: [{ name: 'Node Control/Rebirth', value: true }] })

    await publish('spBv1.0/hue/NBIRTH/tram', NBIRTH, edge)
    await publish('spBv1.0/hue/DBIRTH/tram/kim-long', payloads.DBIRTH, edge)
    await publish('spBv1.0/hue/DDATA/tram/kim-long', payloads.DDATA, edge)
    expect(await valuesOf(node)).toEqual({ water_level: [1.31, 60_000] })
    expect((await latestOf(node)).connection).toBe('online')

    edge.stream.destroy()
    await expect.poll(async () => (await latestOf(node)).connection, { timeout: 10_000 }).toBe('offline')
    await edge.endAsync(true)
  })

  it('hears commands on its own connection only where it asked for them', async () => {
    const [listening, deaf] = [await connectAs(), await connectAs()]
    const heard: string[] = []
    const command = new Promise<void>((resolve) =>
      listening.on('message', (topic) => {
        heard.push(topic)
        resolve()
      }),
    )
    deaf.on('message', () => heard.push('deaf'))
    await listening.subscribeAsync('spBv1.0/hue/NCMD/cau')
    await publish('spBv1.0/hue/DDATA/cau/gauge', payloads.DDATA, deaf)
    await command
    expect(heard).toEqual(['spBv1.0/hue/NCMD/cau'])
    await Promise.all([listening.endAsync(), deaf.endAsync()])
  })

  it.each(['#', 'spBv1.0/hue/NCMD/#', 'spBv1.0/hue/DDATA/tram/#', 'spBv1.0/other/NCMD/tram', 'application/3/#'])(
    'may not ask for %s',
    async (filter) => {
      const granted = await client.subscribeAsync(filter).catch(() => [])
      expect(granted.every(({ qos }) => qos === 128)).toBe(true)
    },
  )
})

describe('what a gateway may not say', () => {
  it('is counted under it: stations that it does not speak for, and that are gone', async () => {
    const before = (await rejectedOf('gw-hue'))['topic.foreign'] ?? 0
    await publish(`ioc/v1/${foreign}/observations`, json({ values: { temperature: 99 } }))
    expect((await latestOf(foreign)).values).toEqual({})
    await server.api(`stations/${gone}`, { method: 'DELETE' })
    const topic = payloads.CHIRPSTACK_TOPIC.replace(DEV_EUI, 'ffffffffffffffff')
    const deviceInfo = { ...payloads.CHIRPSTACK.deviceInfo, devEui: 'ffffffffffffffff' }
    await publish(topic, json({ ...payloads.CHIRPSTACK, deviceInfo, object: { level_m: 1 } }))
    expect((await rejectedOf('gw-hue'))['topic.foreign']).toBe(before + 2)
    expect(client.connected).toBe(true)
    const rejections = await server.api<{ detail: string }[]>('rejections?station=gw-hue')
    expect(rejections.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([`the gateway does not speak for ${foreign}`, `the gateway does not speak for ${gone}`]),
    )
  })

  it('is counted once where it is too large', async () => {
    await publish(`ioc/v1/${own}/observations`, Buffer.alloc(300_000, 32))
    expect(await rejectedOf('gw-hue')).toMatchObject({ 'payload.too-large': 1 })
    expect(client.connected).toBe(true)
  })

  it('closes its connection on a topic outside its own', async () => {
    const wrong = await connectAs()
    const before = (await rejectedOf('gw-hue'))['topic.foreign'] ?? 0
    const closed = new Promise<void>((resolve) => wrong.once('close', () => resolve()))
    wrong.publish('application/4/device/0102030405060708/event/up', '{}', { qos: 1 })
    await closed
    await wrong.endAsync(true)
    expect((await rejectedOf('gw-hue'))['topic.foreign']).toBe(before + 1)
  })

  it('leaves every account in order', async () => {
    const rows = await server.api<LedgerRow[]>('ledger')
    expect(rows.map(({ station }) => station)).toContain('gw-hue')
    expect(rows.filter((row) => !addsUp(row))).toEqual([])
  })
})

describe('the credentials of a gateway', () => {
  it('do not open a station, nor those of a station a gateway', async () => {
    await expect(openClient({ ...server, credentials: { [own]: secret } }, own)).rejects.toThrow(/authorized/i)
    const stolen = { 'gw-hue': server.credentials[own] ?? '' }
    await expect(openClient({ ...server, credentials: stolen }, 'gw-hue')).rejects.toThrow(/authorized/i)
  })

  it('end with the gateway', async () => {
    const last = await connectAs()
    const closed = new Promise<void>((resolve) => last.once('close', () => resolve()))
    await server.api('gateways/gw-hue', { method: 'DELETE' })
    await closed
    await last.endAsync(true)
    await expect(connectAs()).rejects.toThrow(/authorized/i)
  })
})
