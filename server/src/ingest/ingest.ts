import { mayPublish, type Gateway } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import type { Observation, Outcome, RejectionReason } from '@ioc/shared/observation'
import { isBelow, parseTopic } from '@ioc/shared/topics'
import type { EpochMs } from '@ioc/shared/time'
import type { WireIntakeResult } from '@ioc/shared/wire'
import { coded } from '../errors.js'
import type { Events } from '../events.js'
import type { Clock } from '../ports/clock.js'
import type { Rejection } from '../ports/observation-store.js'
import type { Packet, Verdict } from '../ports/packet.js'
import type { Admit, Refusal } from './admit.js'
import type { GatewayReading, ReadGateway } from './codecs/read-gateway.js'
import { parseElements, parseNative, type Parsed } from './codecs/native.js'
import type { CommitQueue } from './commit-queue.js'
import type { createDeviceLimit } from './device-limit.js'
import { createDrops } from './drops.js'
import { createKeepLimit } from './keep-limit.js'
import type { Ledger } from './ledger.js'
import type { RecentMessages } from './recent-messages.js'
import { countOf, type Submission } from './submission.js'
import { SECOND_COPY, toRejections } from './to-rejections.js'

/** The largest message that is read, bytes. */
const LARGEST = 256 * 1024

type Message = Pick<Packet, 'sender' | 'topic' | 'bytes' | 'receivedAt'> & { whole?: false }

export interface IngestOptions {
  admit: Admit
  queue: CommitQueue
  ledger: Ledger
  messages: RecentMessages
  limit: ReturnType<typeof createDeviceLimit>
  /**
   * Each device has a connection of its own. One of which a message was dropped is not read on until there is room: else
   * the reading of what is dropped would leave no time for anything else.
   */
  ownConnections?: boolean
  clock: Clock
  events: Events
  /** Every packet asks: a look-up in memory. */
  gateways: { speaking(id: string): Gateway | undefined }
  readGateway: ReadGateway
  /** A gateway has to be told something, on a topic that it asked for. */
  onCommand: (gateway: StationId, command: NonNullable<GatewayReading['command']>) => void
  /** A device said that it is there, or its last will said that it is gone. */
  onStatus: (station: StationId, status: 'online' | 'offline') => void
}

export interface Ingest {
  /** Notes a packet that was too large to be held, under its sender. */
  oversized(station: StationId, mostBytes: number): void
  /** Takes one message of the field; resolves once its observations and rejections are on disk. */
  take(packet: Packet): Promise<Verdict>
  /** The same for observations that came over HTTP. */
  post(station: StationId, observations: readonly unknown[], receivedAt: EpochMs): Promise<WireIntakeResult>
  /** Nothing comes any more: hands over what was counted and not yet recorded. */
  close(): void
}

/** Stands for a topic where the message came over HTTP. */
export const HTTP = 'http'

const acknowledge = (): Verdict => 'acknowledge'
const disconnect = (): Verdict => 'disconnect'
const NOTHING: readonly never[] = []

/** The use case: from what arrived to what is on disk, with every observation accounted for. */
export function createIngest(options: IngestOptions): Ingest {
  const {
    admit,
    queue,
    ledger,
    messages,
    limit,
    ownConnections = true,
    clock,
    events,
    gateways,
    readGateway,
    onCommand,
    onStatus,
  } = options
  const keep = createKeepLimit()
  const drops = createDrops(({ packet, count, bytes }) => {
    const refused = refusedMessage(packet, 'rate.exceeded', 'QoS 0, and too much waits for the disk', count)
    return queue.submit({ ...refused, bytes }, acknowledge)
  })

  function kept(station: StationId, refusals: readonly Refusal[], message: Message): Rejection[] {
    return toRejections(station, refusals, { whole: true, ...message }).flatMap((rejection) => keep(rejection) ?? [])
  }

  /** Judges the elements of one message and puts what they come to in one submission. */
  function submissionOf(station: StationId, elements: readonly Parsed[], message: Message): Submission {
    const { bytes, receivedAt } = message
    const { observations, refusals, seqs } = admit(station, elements, receivedAt)
    const measured = newestOf(observations)
    if (measured !== null) ledger.clock(station, measured, receivedAt)
    for (const { reason, count } of refusals) events.rejected(station, reason, count)
    const rejections = refusals.length === 0 ? NOTHING : kept(station, refusals, message)
    const missed = seqs.length === 0 ? 0 : ledger.missedBefore(station, seqs)
    return { station, receivedAt, bytes: bytes.length, missed, observations, refusals, rejections }
  }

  /** A message that is not read at all. */
  function refusedMessage(packet: Packet, reason: RejectionReason, detail: string, count = 1): Submission {
    const { sender: station, bytes, receivedAt } = packet
    const refusals = [{ index: 0, property: null, reason, detail, count, place: null }]
    events.rejected(station, reason, count)
    const cut = reason === 'payload.too-large' || reason === 'rate.exceeded' ? ({ whole: false } as const) : {}
    const rejections = kept(station, refusals, { ...packet, ...cut, bytes: bytes.subarray(0, LARGEST) })
    return { station, receivedAt, bytes: bytes.length, missed: 0, observations: NOTHING, refusals, rejections }
  }

  function note(station: StationId, message: Packet | Message, submission: Submission): void {
    const taken = submission.observations.length
    messages.note(station, message, taken, countOf(submission) - taken)
  }

  function refuse(packet: Packet, reason: RejectionReason, detail: string, answer = acknowledge): Promise<Verdict> {
    const submission = refusedMessage(packet, reason, detail)
    note(packet.sender, packet, submission)
    return queue.submit(submission, answer)
  }

  function tooLarge(packet: Packet): Promise<Verdict> {
    return refuse(packet, 'payload.too-large', `${packet.bytes.length} bytes, at most ${LARGEST} are read`)
  }

  /** What a gateway says is accounted for under each of its stations; what belongs to none of them, under itself. */
  async function takeFromGateway(gateway: Gateway, packet: Packet): Promise<Verdict> {
    const { sender, topic, bytes } = packet
    if (!mayPublish(gateway, topic)) return refuse(packet, 'topic.foreign', `not a topic of ${sender}`, disconnect)
    if (bytes.length > LARGEST) return tooLarge(packet)
    const { stations, refused, statuses, command } = readGateway(gateway, packet)
    const parts: [StationId, readonly Parsed[]][] = [...stations]
    if (refused.length > 0) parts.push([sender, refused])
    const share = Math.round(bytes.length / Math.max(1, parts.length))
    let message: Message = packet
    let taken = 0
    let count = 0
    const committed = parts.map(([station, elements]) => {
      const submission = submissionOf(station, elements, message)
      // A message about thousands of stations is kept whole once.
      if (submission.rejections.length > 0 && bytes.length > SECOND_COPY) {
        message = { ...packet, bytes: bytes.subarray(0, SECOND_COPY), whole: false }
      }
      taken += submission.observations.length
      count += countOf(submission)
      if (station !== sender) note(station, packet, submission)
      return queue.submit({ ...submission, bytes: share }, acknowledge)
    })
    messages.note(sender, packet, taken, count - taken)
    for (const { station, status } of statuses) onStatus(station, status)
    if (command) onCommand(sender, command)
    await Promise.all(committed)
    return 'acknowledge'
  }

  function takeNow(packet: Packet, gateway: Gateway | undefined): Promise<Verdict> {
    if (gateway) return takeFromGateway(gateway, packet)
    const { sender, bytes } = packet
    const topic = parseTopic(packet.topic)
    if (topic?.station !== sender) {
      const own = isBelow(sender, packet.topic)
      const reason = own ? 'payload.unreadable' : 'topic.foreign'
      return refuse(packet, reason, `not a topic of ${sender}`, own ? acknowledge : disconnect)
    }
    if (bytes.length > LARGEST) return tooLarge(packet)
    if (topic.leaf === 'observations') {
      const submission = submissionOf(sender, parseNative(bytes), packet)
      note(sender, packet, submission)
      return queue.submit(submission, acknowledge)
    }
    const status = bytes.toString('utf8')
    if (status !== 'online' && status !== 'offline') {
      return refuse(packet, 'payload.unreadable', 'a status is "online" or "offline"')
    }
    messages.note(sender, packet, 0, 0)
    onStatus(sender, status)
    return Promise.resolve('acknowledge')
  }

  /** Where there is no room a message stays unread: it costs its bytes, and its device is not acknowledged. */
  function takeWithRoom(packet: Packet, gateway: Gateway | undefined): Promise<Verdict> {
    const { sender, qos } = packet
    if (!queue.isFull(gateway ? null : sender, qos)) return takeNow(packet, gateway)
    if (qos > 0) return queue.room(qos).then(() => takeNow(packet, gateways.speaking(sender)))
    drops.drop(packet)
    return ownConnections ? queue.room(0).then(acknowledge) : Promise.resolve('acknowledge')
  }

  async function takeLater(packet: Packet, waitMs: number): Promise<Verdict> {
    events.deviceSlowed()
    await new Promise<void>((resume) => void clock.after(waitMs, resume))
    return takeWithRoom(packet, gateways.speaking(packet.sender))
  }

  return {
    take(packet) {
      const gateway = gateways.speaking(packet.sender)
      const devices = gateway ? Math.max(1, gateway.stations.length) : 1
      const waitMs = limit(packet.sender, packet.receivedAt, packet.bytes.length, devices)
      return waitMs > 0 ? takeLater(packet, waitMs) : takeWithRoom(packet, gateway)
    },

    oversized(station, mostBytes) {
      const packet: Packet = { sender: station, topic: '', bytes: Buffer.alloc(0), qos: 1, receivedAt: clock.now() }
      const detail = `a packet of more than ${mostBytes} bytes, the connection was closed`
      // Nobody waits for it; that it could not be written is in the log.
      queue.submit(refusedMessage(packet, 'payload.too-large', detail), acknowledge).catch(() => undefined)
    },

    async post(station, observations, receivedAt) {
      if (observations.length === 0) return { stored: 0, duplicate: 0, corrected: 0, rejected: [] }
      if (queue.isFull(station, 1)) throw coded('store.busy', 'too much is waiting for the disk')
      const bytes = toBytes(observations)
      const elements = parseElements(observations)
      const message = { sender: station, topic: HTTP, bytes, receivedAt }
      const submission = submissionOf(station, elements, message)
      note(station, message, submission)
      return queue.submit(submission, (outcomes, start) => {
        const own = outcomes.slice(start, start + submission.observations.length)
        const count = (outcome: Outcome) => own.filter((each) => each === outcome).length
        return {
          stored: count('stored'),
          duplicate: count('duplicate'),
          corrected: count('corrected'),
          rejected: submission.refusals.map(({ index, property, reason }) => ({ index, property, reason })),
        }
      })
    },

    close: drops.close,
  }
}

/** The newest time that the device itself gave. */
function newestOf(observations: readonly Observation[]): EpochMs | null {
  let newest = -1
  for (const { at, timeSource } of observations) if (at > newest && timeSource === 'device') newest = at
  return newest < 0 ? null : newest
}

/** What is kept of a post that is refused in part. */
function toBytes(observations: readonly unknown[]): Buffer {
  try {
    return Buffer.from(JSON.stringify(observations))
  } catch (cause) {
    throw coded('request.bad', 'the observations are nested too deeply to be read', { cause })
  }
}
