import type { StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import { decodeCbor } from '../adapters/cbor.js'
import { decodeSparkplug, encodeRebirth } from '../adapters/sparkplug-protobuf.js'
import type { Config } from '../config.js'
import type { Events } from '../events.js'
import { createAdmit, type Suspects } from '../ingest/admit.js'
import { createGatewayReader } from '../ingest/codecs/read-gateway.js'
import { createCommitQueue, type CommitQueue, type CommitQueueOptions } from '../ingest/commit-queue.js'
import { createDeviceLimit } from '../ingest/device-limit.js'
import { createIngest, type Ingest, type IngestOptions } from '../ingest/ingest.js'
import { createLedger, type Ledger } from '../ingest/ledger.js'
import { createRecentMessages, type RecentMessages } from '../ingest/recent-messages.js'
import { createRequalify, type Requalify } from '../ingest/requalify.js'
import { createRetry, type Retry } from '../ingest/retry.js'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore } from '../ports/observation-store.js'
import type { Gateways } from '../stations/gateways.js'

interface IntakeOptions extends Pick<IngestOptions, 'onCommand' | 'onStatus'>, Pick<CommitQueueOptions, 'onCommitted'> {
  config: Config
  store: ObservationStore
  properties: ReadonlyMap<string, ObservedProperty>
  gateways: Gateways
  /** The station or gateway of this id, where there is one. */
  known: (id: string) => StationId | null
  suspects: Suspects
  clock: Clock
  events: Events
}

export interface Intake {
  ledger: Ledger
  queue: CommitQueue
  ingest: Ingest
  messages: RecentMessages
  retry: Retry
  requalify: Requalify
}

/** Wires the way of a message from what arrived to what is on disk and accounted for. */
export async function openIntake(options: IntakeOptions): Promise<Intake> {
  const { config, store, properties, gateways, known, suspects, clock, events } = options
  const { onCommitted, onCommand, onStatus } = options
  const admit = createAdmit(properties, suspects)
  const ledger = createLedger(await store.tallies())
  const queue = createCommitQueue({ store, ledger, clock, events, onCommitted })
  const messages = createRecentMessages()
  const readGateway = createGatewayReader({ properties, decodeCbor, decodeSparkplug, encodeRebirth })
  const ingest = createIngest({
    admit,
    queue,
    ledger,
    messages,
    // A device of another broker is slowed there: here it shares one connection with all the others.
    limit: config.broker ? createDeviceLimit(0) : createDeviceLimit(config.deviceRate, config.mqttRate),
    ownConnections: config.broker === null,
    clock,
    events,
    gateways,
    readGateway,
    onCommand,
    onStatus,
  })
  const retry = createRetry({ store, queue, admit, known, gateways, readGateway, clock })
  const requalify = createRequalify({ store, queue, suspects, clock })
  return { ledger, queue, ingest, messages, retry, requalify }
}
