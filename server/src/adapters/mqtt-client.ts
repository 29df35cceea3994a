import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import { matchesTopic } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import { TOPIC_ROOT } from '@ioc/shared/topics'
import { hasCode } from '../errors.js'
import type { Events } from '../events.js'
import type { Clock } from '../ports/clock.js'
import type { TakePacket } from '../ports/packet.js'
import { createAckOrder, type AckOrder, type Expected } from './ack-order.js'

interface MqttClientOptions {
  /** Where the broker is, with user and password where it asks for them. */
  url: string
  clock: Clock
  events: Pick<Events, 'brokerConnected' | 'brokerLost' | 'warning'>
  /** The station or gateway that a message on this topic is taken for; null: nobody. */
  senderOf: (topic: string) => StationId | null
  /** The filters that gateways publish to. */
  gatewayTopics: () => readonly string[]
  take: TakePacket
}

export interface OutsideBroker {
  /** Whether the field's messages reach us now. */
  connected(): boolean
  /** Publishes a command for a gateway; one that nobody can hear is not kept. */
  tell(message: { topic: string; bytes: Buffer }): void
  /** The topics of gateways may be others now. */
  gatewaysChanged(): void
  close(): Promise<void>
}

/** Under this name stands what was sent for a station that does not exist: one row, however many names are guessed. */
export const NOBODY = 'outside-broker' as StationId

/** How many QoS 1 messages the broker may have under way to us; it keeps the others for us. */
const RECEIVE_MAXIMUM = 4_000
/** The most that waits for the disk before we stop reading: twice the above, since a resumed session sends again. */
const MOST_MESSAGES = 2 * RECEIVE_MAXIMUM
const MOST_BYTES = 64 * 1024 * 1024
const LARGEST_PACKET = 16 * 1024 * 1024
const SESSION_EXPIRY_S = 30 * 24 * 3600
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 30_000
/** What the store does not take ends the connection after so long, so that the broker sends it again. */
const SENT_AGAIN_MS = 60_000
/** How long a close waits for commits that are under way. */
const LAST_WORDS_MS = 3_000

/** Retained observations are old ones, and without a time of their own they would look new: only states are asked for. */
const SUBSCRIPTIONS = {
  [`${TOPIC_ROOT}/#`]: { qos: 1, rh: 2 },
  [`${TOPIC_ROOT}/+/status`]: { qos: 1, rh: 0 },
} as const

/** Of gateways: nothing that is retained, and not the commands that we publish there ourselves. */
const OF_GATEWAYS = { qos: 1, rh: 2, nl: true } as const

const OPTIONS: IClientOptions = {
  protocolVersion: 5,
  clientId: 'ioc',
  clean: false,
  properties: {
    sessionExpiryInterval: SESSION_EXPIRY_S,
    receiveMaximum: RECEIVE_MAXIMUM,
    maximumPacketSize: LARGEST_PACKET,
  },
  keepalive: 15,
  connectTimeout: 10_000,
  reconnectPeriod: 0,
  resubscribe: false,
}

/** At QoS 0. */
const UNEXPECTED: Expected = { acknowledge() {}, leave() {} }

/** Given to the client's `next`: read on, and leave the acknowledgement to us. */
const LATER = new Error('acknowledged once it is on disk')

/**
 * Takes the field's messages from a broker that stands elsewhere (Mosquitto, EMQX), over MQTT 5.
 *
 * The client would take and acknowledge one message at a time, which a commit of a few milliseconds slows to some
 * hundred a second. So it is told at once to read on, without acknowledging, and PUBACKs are written here when the
 * commits are done, in order of arrival. What was not acknowledged stays in the session that the broker keeps for us,
 * and comes again after a restart or a lost connection. A message that cannot be committed drops the connection:
 * nothing behind it is acknowledged before it. Only what the store refuses while it writes all else is passed over:
 * it stays in the session and comes again a minute later, and no other station waits for it.
 *
 * The broker knows its devices; whoever may write below a station's topic is taken for that station.
 */
export function openMqttClient(options: MqttClientOptions): OutsideBroker {
  const { url, clock, events, senderOf, gatewayTopics, take } = options
  const client = connect(url, { ...OPTIONS })
  const place = new URL(url).host
  let connected = false
  let closing = false
  let failures = 0
  let reason: Error | null = null
  let acks: AckOrder | null = null
  let stopWaiting: (() => void) | null = null
  let stopSendingAgain: (() => void) | null = null
  const waiting = { messages: 0, bytes: 0 }
  let readOn: (() => void) | null = null
  let becameIdle: (() => void) | null = null
  let followed: readonly string[] = []

  client.handleMessage = (packet, next) => {
    if (closing) return next(LATER)
    const { stream } = client
    if (acks?.stream !== stream) acks = createAckOrder(stream)
    const expected = packet.qos === 0 ? UNEXPECTED : acks.expect(packet.messageId as number)
    const bytes = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    const settled = hold(bytes.length)
    take({
      sender: senderOf(packet.topic) ?? NOBODY,
      topic: packet.topic,
      bytes,
      qos: packet.qos,
      receivedAt: clock.now(),
    })
      .then(expected.acknowledge, (cause: Error) => {
        if (!hasCode(cause, 'store.refused')) return drop(stream, cause)
        expected.leave()
        stopSendingAgain ??= clock.after(SENT_AGAIN_MS, () => drop(stream, cause))
      })
      .finally(settled)
    if (waiting.messages <= MOST_MESSAGES && waiting.bytes <= MOST_BYTES) next(LATER)
    else readOn = () => next(LATER)
  }

  /** A broker that keeps a gateway's topics from us keeps those alone: the stations' own are another subscription. */
  function followGateways(): void {
    const before = followed
    followed = apart(gatewayTopics())
    const gone = before.filter((filter) => !followed.includes(filter))
    if (gone.length > 0) client.unsubscribe(gone)
    if (followed.length === 0) return
    client.subscribe(Object.fromEntries(followed.map((filter) => [filter, OF_GATEWAYS])), (cause) => {
      if (cause) events.warning(`${place} does not let us read the topics of gateways: ${cause.message}`)
    })
  }

  function hold(bytes: number): () => void {
    waiting.messages++
    waiting.bytes += bytes
    return () => {
      waiting.messages--
      waiting.bytes -= bytes
      if (readOn && waiting.messages <= MOST_MESSAGES && waiting.bytes <= MOST_BYTES) {
        const go = readOn
        readOn = null
        go()
      }
      if (waiting.messages === 0) becameIdle?.()
    }
  }

  function drop(stream: MqttClient['stream'], cause: Error): void {
    reason ??= cause
    stream.destroy()
  }

  client.on('connect', ({ sessionPresent }) => {
    followGateways()
    client.subscribe(SUBSCRIPTIONS, (cause) => {
      if (cause) return drop(client.stream, cause)
      connected = true
      failures = 0
      reason = null
      events.brokerConnected(place, sessionPresent ? 'resumed' : 'new')
    })
  })
  client.on('error', (cause) => (reason ??= cause))
  client.on('disconnect', ({ reasonCode }) => (reason ??= new Error(`the broker ended it with reason ${reasonCode}`)))
  client.on('close', () => {
    stopSendingAgain?.()
    stopSendingAgain = null
    if (closing) return
    connected = false
    events.brokerLost(place, reason)
    reason = null
    readOn = null
    stopWaiting?.()
    const delay = Math.min(FIRST_RETRY_MS * 2 ** failures++, LAST_RETRY_MS)
    stopWaiting = clock.after(delay, () => client.reconnect())
  })

  async function close(): Promise<void> {
    closing = true
    connected = false
    stopWaiting?.()
    if (waiting.messages > 0) {
      await new Promise<void>((resolve) => {
        becameIdle = resolve
        stopWaiting = clock.after(LAST_WORDS_MS, resolve)
      })
      stopWaiting?.()
    }
    acks?.flush()
    await client.endAsync(!client.connected)
  }
  let closed: Promise<void> | null = null

  return {
    connected: () => connected,
    tell({ topic, bytes }) {
      if (connected) client.publish(topic, bytes, { qos: 0 })
    },
    gatewaysChanged() {
      if (connected) followGateways()
    },
    close: () => (closed ??= close()),
  }
}

/** Filters of which none takes in what another brings already: some brokers would deliver it once for each. */
function apart(filters: readonly string[]): string[] {
  const all = [...Object.keys(SUBSCRIPTIONS), ...new Set(filters)]
  return all
    .filter((filter) => !all.some((other) => other !== filter && matchesTopic(other, filter)))
    .filter((filter) => !(filter in SUBSCRIPTIONS))
}
