import { mayPublish, routeOf, type Gateway, type Route } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import type { SparkplugPayload } from '@ioc/shared/sparkplug'
import type { EpochMs } from '@ioc/shared/time'
import { parseTopic } from '@ioc/shared/topics'
import { parseChirpstack } from './chirpstack.js'
import { deviceOfTopic } from './device-of-topic.js'
import { unreadable, type Decoded, type GatewayMessage } from './device-reading.js'
import { parseFlatJson } from './flat-json.js'
import { parseJsonBytes } from './json-fields.js'
import { mapReadings, stationsBehind, type MappedReadings, type Properties } from './map-readings.js'
import { parseNative, type Unreadable } from './native.js'
import { parseSenml } from './senml.js'
import type { KnownDevices } from './senml-name.js'
import { createSparkplugNodes } from './sparkplug-nodes.js'
import { parseSparkplugTopic } from './sparkplug-topic.js'
import { parseTts } from './tts.js'

interface ReaderOptions {
  properties: Properties
  decodeCbor: (bytes: Uint8Array) => { value: unknown } | { fault: string }
  decodeSparkplug: (bytes: Uint8Array) => SparkplugPayload | { fault: string }
  encodeRebirth: (at: EpochMs) => Buffer
}

/** What one message of a gateway comes to. */
export interface GatewayReading extends MappedReadings {
  /** Devices that came or went. */
  statuses: { station: StationId; status: 'online' | 'offline' }[]
  /** A command to publish. */
  command: { topic: string; bytes: Buffer } | null
}

export type ReadGateway = (gateway: Gateway, message: GatewayMessage) => GatewayReading

/** Reads the messages of gateways, whatever convention they follow; never throws on what they hold. */
export function createGatewayReader({
  properties,
  decodeCbor,
  decodeSparkplug,
  encodeRebirth,
}: ReaderOptions): ReadGateway {
  const nodes = createSparkplugNodes()
  const known = new WeakMap<Route, ReadonlySet<string>>()

  function devicesOf(route: Route, topic: string): KnownDevices {
    const only = deviceOfTopic(route.device, topic)
    if (only !== null) return { only }
    let names = known.get(route)
    if (!names) known.set(route, (names = new Set(Object.keys(route.devices))))
    return { names }
  }

  function readSenml({ topic, bytes, receivedAt }: GatewayMessage, route: Route): Decoded[] {
    // A pack of JSON begins with a bracket or white space, one of CBOR with the head of an array.
    const binary = (bytes[0] ?? 0) >> 5 === 4
    const pack = binary ? decodeCbor(bytes) : parseJsonBytes(bytes)
    if ('fault' in pack) return [unreadable(pack.fault)]
    if ('reason' in pack) return [pack]
    return parseSenml('json' in pack ? pack.json : pack.value, receivedAt, devicesOf(route, topic))
  }

  function readSparkplug(gateway: Gateway, { topic, bytes, receivedAt }: GatewayMessage, route: Route): GatewayReading {
    const parsed = parseSparkplugTopic(topic)
    // A host tells its own state there; it is no measurement.
    if (!parsed)
      return topic.startsWith('spBv1.0/STATE/') ? nothing() : refuse(unreadable('not a topic of Sparkplug B'))
    const payload = decodeSparkplug(bytes)
    if ('fault' in payload) return refuse(unreadable(payload.fault))
    const { readings, events, rebirth } = nodes.step(gateway.id, parsed, payload, receivedAt)
    const statuses = events.flatMap(({ type, device }) => {
      const status: 'online' | 'offline' = type === 'born' ? 'online' : 'offline'
      return stationsBehind(device, type === 'stale', route, gateway).map((station) => ({ station, status }))
    })
    const command = rebirth === null ? null : { topic: rebirth, bytes: encodeRebirth(receivedAt) }
    return { ...mapReadings(readings, route, gateway, properties), statuses, command }
  }

  function decode(message: GatewayMessage, route: Route): Decoded[] {
    switch (route.codec) {
      case 'senml':
        return readSenml(message, route)
      case 'chirpstack':
        return parseChirpstack(message)
      case 'tts':
        return parseTts(message)
      default:
        return parseFlatJson(message, route)
    }
  }

  return (gateway, message) => {
    if (!mayPublish(gateway, message.topic)) return refuse(unreadable(`not a topic of ${gateway.id}`, 'topic.foreign'))
    const route = routeOf(gateway, message.topic)
    if (!route) return refuse(unreadable('no route of the gateway reads this topic'))
    if (route.codec === 'native') return readNative(gateway, message)
    if (route.codec === 'sparkplug') return readSparkplug(gateway, message, route)
    return { ...nothing(), ...mapReadings(decode(message, route), route, gateway, properties) }
  }
}

/** A gateway that speaks our own words, on the topics of its stations. */
function readNative({ stations }: Gateway, { topic, bytes }: GatewayMessage): GatewayReading {
  const parsed = parseTopic(topic)
  if (!parsed) return refuse(unreadable('not a topic of a station'))
  const { station, leaf } = parsed
  if (!stations.includes(station)) {
    return refuse(unreadable(`the gateway does not speak for ${station}`, 'topic.foreign'))
  }
  const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (leaf === 'observations') return { ...nothing(), stations: new Map([[station, parseNative(payload)]]) }
  const status = payload.toString('utf8')
  if (status !== 'online' && status !== 'offline') return refuse(unreadable('a status is "online" or "offline"'))
  return { ...nothing(), statuses: [{ station, status }] }
}

function nothing(): GatewayReading {
  return { stations: new Map(), refused: [], statuses: [], command: null }
}

function refuse(...refused: Unreadable[]): GatewayReading {
  return { ...nothing(), refused: refused.map((each) => ({ ...each, place: null })) }
}
