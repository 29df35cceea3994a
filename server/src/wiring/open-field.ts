import type { Server as HttpServer } from 'node:http'
import type { StationId } from '@ioc/shared/ids'
import { parseTopic, TOPIC_ROOT } from '@ioc/shared/topics'
import { createDeviceDoor } from '../access/device-door.js'
import { openAedesBroker } from '../adapters/aedes-broker.js'
import { openMqttClient } from '../adapters/mqtt-client.js'
import type { Config } from '../config.js'
import type { Events } from '../events.js'
import type { Ingest } from '../ingest/ingest.js'
import type { Refused } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'
import type { Gateways } from '../stations/gateways.js'
import { maySubscribe } from '../stations/may-subscribe.js'
import type { Stations } from '../stations/stations.js'
import { deviceTls, type TlsFiles } from '../tls-files.js'

interface FieldOptions {
  config: Config
  clock: Clock
  events: Events
  stations: Stations
  gateways: Gateways
  /** The station or gateway of this id, where there is one. */
  known: (id: string) => StationId | null
  authenticate: (username: string, password: string) => StationId | null
  ingest: Pick<Ingest, 'take' | 'oversized'>
  tls: TlsFiles | null
  onRefused: (refused: Refused) => void
}

/** Where the devices' messages come from. */
export interface Field {
  /** Null: another broker listens in our place. */
  port: number | null
  /** Of MQTT over TLS; null: no certificate is set. */
  securePort: number | null
  /** New certificates; throws where they cannot be used. */
  renew(tls: TlsFiles): void
  /** Whether devices can reach us. */
  connected(): boolean
  /** Also takes MQTT over WebSocket at `/mqtt` of an HTTP server. */
  attach(server: HttpServer): void
  /** Writes a message to those connections of the sender that asked for its topic. */
  tell(sender: StationId, message: { topic: string; bytes: Buffer }): void
  /** The topics of gateways may be others now. */
  gatewaysChanged(): void
  /** Ends the connections of a sender whose secret was changed or who was removed. */
  disconnect(sender: StationId): void
  close(): Promise<void>
}

/** Listens to the devices, or takes their messages from the broker that does. */
export async function openField(options: FieldOptions): Promise<Field> {
  return options.config.broker ? listenThrough(options.config.broker, options) : listenOurselves(options)
}

const nothing = () => undefined

function listenThrough(url: string, { clock, events, stations, gateways, ingest }: FieldOptions): Field {
  const client = openMqttClient({
    url,
    clock,
    events,
    senderOf: (topic) => senderOf(topic, { stations, gateways }),
    gatewayTopics: () => gateways.list().flatMap(({ topics }) => topics),
    take: ingest.take,
  })
  return {
    ...client,
    port: null,
    securePort: null,
    renew: nothing,
    attach: nothing,
    tell: (_, message) => client.tell(message),
    disconnect: nothing,
  }
}

/** A station's own words are taken for the station, anything else for the gateway that publishes there. */
function senderOf(topic: string, { stations, gateways }: Pick<FieldOptions, 'stations' | 'gateways'>) {
  const own = parseTopic(topic)
  const station = stations.get(own?.station ?? '')
  if (station) return station.id
  const gateway = gateways.speakingOn(topic)
  if (gateway) return gateway.id as StationId
  return topic.startsWith(`${TOPIC_ROOT}/`) ? (stations.get(topic.split('/')[2] ?? '')?.id ?? null) : null
}

async function listenOurselves(options: FieldOptions): Promise<Field> {
  const { config, clock, events, gateways, known, authenticate, ingest, tls, onRefused } = options
  const broker = await openAedesBroker({
    port: config.mqttPort,
    tls: tls && { port: config.mqttsPort, options: deviceTls(tls) },
    connections: config.mqttConnections,
    clock,
    events,
    door: createDeviceDoor({ authenticate, known, clock }),
    maySubscribe(sender, filter) {
      const gateway = gateways.speaking(sender)
      return gateway !== undefined && maySubscribe(gateway, filter)
    },
    devicesOf: (sender) => gateways.speaking(sender)?.stations.length ?? 1,
    take: ingest.take,
    oversized: ingest.oversized,
    onRefused,
  })
  return {
    ...broker,
    gatewaysChanged: nothing,
    connected: () => true,
    renew: (files) => broker.renew(deviceTls(files)),
  }
}
