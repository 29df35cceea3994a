import type { Server as HttpServer } from 'node:http'
import type { StationId } from '@ioc/shared/ids'
import { openAedesBroker } from '../adapters/aedes-broker.js'
import { openMqttClient } from '../adapters/mqtt-client.js'
import type { Config } from '../config.js'
import type { Events } from '../events.js'
import type { Ingest } from '../ingest/ingest.js'
import type { Clock } from '../ports.js'
import type { Gateways } from '../stations/gateways.js'
import { maySubscribe } from '../stations/may-subscribe.js'
import type { Stations } from '../stations/stations.js'
import { readCertificate, readClientCa } from '../tls-files.js'

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
}

/** Where the devices' messages come from. */
export interface Field {
  /** Null: another broker listens in our place. */
  port: number | null
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
  return { ...client, port: null, attach: nothing, tell: nothing, disconnect: nothing }
}

async function listenOurselves({ config, clock, events, gateways, known, authenticate, ingest }: FieldOptions) {
  const broker = await openAedesBroker({
    port: config.mqttPort,
    tls: config.tls && {
      port: config.mqttsPort,
      options: { ...readCertificate(config.tls), ...readClientCa(config.tls) },
    },
    clock,
    events,
    authenticate,
    known,
    maySubscribe(sender, filter) {
      const gateway = gateways.speaking(sender)
      return gateway !== undefined && maySubscribe(gateway, filter)
    },
    devicesOf: (sender) => gateways.speaking(sender)?.stations.length ?? 1,
    take: ingest.take,
    oversized: ingest.oversized,
  })
  return { ...broker, connected: () => true }
}
