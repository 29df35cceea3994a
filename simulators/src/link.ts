import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import type { Gate } from './gate.js'

export interface Message {
  topic: string
  payload: string
  /** When it was measured, by our clock: what is acknowledged much later was late. */
  measuredAt: number
  /** How many reports it carries. */
  reports: number
}

export interface LinkEvents {
  connected(): void
  acknowledged(message: Message): void
  /** The broker does not know us, or not with this secret. */
  refused(reason: string): void
  /** The oldest unsent message had to go. */
  lost(message: Message): void
  down(reason: string | null): void
}

interface LinkOptions {
  url: string
  clientId: string
  username?: string | undefined
  password?: string | undefined
  /** Retained: published as `online` once connected, left as last will `offline`. */
  statusTopic?: string | undefined
  /** How many messages are kept while they cannot be sent. */
  keep: number
  gate: Gate
  /** 0 to 1: spreads the attempts of many links that lost the same broker. */
  jitter: number
  events: LinkEvents
}

/** One station's way to the broker: sends at QoS 1 in order, and keeps what was not acknowledged until it is. */
export interface Link {
  send(message: Message): void
  /** Messages not yet acknowledged. */
  pending(): number
  /** Says goodbye; what is still unsent is not sent any more. */
  close(): Promise<void>
}

const IN_FLIGHT = 20
const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 4_000
const REFUSED_WAIT_MS = 30_000
const GOODBYE_MS = 1_500
/** CONNACK 2, 4 and 5: identifier rejected, bad user name or password, not authorized. */
const REFUSALS = new Set([2, 4, 5])

export function openLink(options: LinkOptions): Link {
  const { events, gate, keep } = options
  let waiting: Message[] = []
  let flying: Message[] = []
  let client: MqttClient | null = null
  let retry: NodeJS.Timeout | null = null
  let failures = 0
  let closing = false

  function attempt() {
    retry = null
    gate.enter((leave) => {
      if (closing) return leave()
      const own = connect(options.url, mqttOptions(options))
      let refusal: string | null = null
      let reason: string | null = null
      client = own
      own.on('connect', () => {
        failures = 0
        leave()
        if (options.statusTopic) own.publish(options.statusTopic, 'online', { qos: 1, retain: true })
        events.connected()
        pump()
      })
      own.on('error', (error) => {
        reason = error.message
        if ('code' in error && REFUSALS.has(error.code)) refusal = error.message
      })
      own.once('close', () => {
        leave()
        own.end(true)
        client = null
        waiting = [...flying, ...waiting]
        flying = []
        if (closing) return
        if (refusal) events.refused(refusal)
        else events.down(reason)
        retry = setTimeout(attempt, refusal ? REFUSED_WAIT_MS : waitMs(failures++, options.jitter))
      })
    })
  }

  function pump() {
    const own = client
    if (!own?.connected || closing) return
    for (const message of waiting.splice(0, IN_FLIGHT - flying.length)) {
      flying.push(message)
      own.publish(message.topic, message.payload, { qos: 1 }, (error) => {
        if (error || client !== own) return
        flying = flying.filter((other) => other !== message)
        events.acknowledged(message)
        pump()
      })
    }
  }

  attempt()
  return {
    send(message) {
      waiting.push(message)
      if (waiting.length > keep) {
        const oldest = waiting.shift()
        if (oldest) events.lost(oldest)
      }
      pump()
    },
    pending: () => waiting.length + flying.length,
    async close() {
      closing = true
      if (retry) clearTimeout(retry)
      if (client) await goodbye(client)
    },
  }
}

function mqttOptions({ clientId, username, password, statusTopic }: LinkOptions): IClientOptions {
  return {
    clientId,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(statusTopic ? { will: { topic: statusTopic, payload: Buffer.from('offline'), qos: 1, retain: true } } : {}),
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    keepalive: 60,
  }
}

/** Doubles from failure to failure; half of it is by chance. */
function waitMs(failures: number, jitter: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + 0.5 * jitter)
}

/** Waits a moment for the last acknowledgements, then leaves anyway. */
async function goodbye(client: MqttClient): Promise<void> {
  if (!client.connected) {
    client.end(true)
    return
  }
  await new Promise<void>((left) => {
    const timer = setTimeout(() => {
      client.end(true)
      client.stream.destroy()
      left()
    }, GOODBYE_MS)
    client.end(false, {}, () => {
      clearTimeout(timer)
      left()
    })
  })
}
