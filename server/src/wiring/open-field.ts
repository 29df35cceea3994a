import type { Server as HttpServer } from 'node:http'
import type { StationId } from '@ioc/shared/ids'
import { createDeviceDoor } from '../access/device-door.js'
import { openAedesBroker } from '../adapters/aedes-broker.js'
import { openMqttClient } from '../adapters/mqtt-client.js'
import type { Config } from '../config.js'
import type { Events } from '../events.js'
import type { Ingest } from '../ingest/ingest.js'
import type { Clock, Refused } from '../ports.js'
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
  /** Ends the connections of a sender whose secret was changed or who was removed. */
  disconnect(sender: StationId): void
  close(): Promise<void>
}

/** Listens to the devices, or takes their messages from the broker that does. */
export async function openField(options: FieldOptions): Promise<Field> {
  return options.config.broker ? listenThrough(options.config.broker, options) : listenOurselves(options)
}

const nothing = () => undefined

function listenThrough(url: string, { clock, events, stations, ingest }: FieldOptions): Field {
  const known = (id: string) => stations.get(id)?.id ?? null
  const client = openMqttClient({ url, clock, events, known, take: ingest.take })
  return {
    ...client,
    port: null,
    securePort: null,
    renew: nothing,
    attach: nothing,
    tell: nothing,
    disconnect: nothing,
  }
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
  return { ...broker, connected: () => true, renew: (files) => broker.renew(deviceTls(files)) }
}
