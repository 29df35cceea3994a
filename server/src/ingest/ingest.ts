import type { StationId } from '@ioc/shared/ids'
import type { Outcome, RejectionReason } from '@ioc/shared/observation'
import { parseTopic } from '@ioc/shared/topics'
import type { EpochMs } from '@ioc/shared/time'
import type { WireIntakeResult } from '@ioc/shared/wire'
import type { Events } from '../events.js'
import type { Clock, Packet, Rejection, Tally, Verdict } from '../ports.js'
import type { Admit, Refusal } from './admit.js'
import { parseElements, parseNative, type Parsed } from './codecs/native.js'
import type { CommitQueue } from './commit-queue.js'
import type { createDeviceLimit } from './device-limit.js'
import { countRejected, emptyTally, type Ledger } from './ledger.js'

/** The largest message that is read, bytes. */
export const LARGEST = 256 * 1024

interface IngestOptions {
  admit: Admit
  queue: CommitQueue
  ledger: Ledger
  limit: ReturnType<typeof createDeviceLimit>
  clock: Clock
  events: Events
  /** A device said that it is there, or its last will said that it is gone. */
  onStatus: (station: StationId, status: 'online' | 'offline') => void
}

export interface Ingest {
  /** Takes one message of the field; resolves once its observations and rejections are on disk. */
  take(packet: Packet): Promise<Verdict>
  /** The same for observations that came over HTTP. */
  post(station: StationId, observations: readonly unknown[], receivedAt: EpochMs): Promise<WireIntakeResult>
}

/** The use case: from what arrived to what is on disk, with every observation accounted for. */
export function createIngest({ admit, queue, ledger, limit, clock, events, onStatus }: IngestOptions): Ingest {
  async function rejectMessage(packet: Packet, reason: RejectionReason, detail: string): Promise<void> {
    const { sender, topic, bytes, receivedAt } = packet
    const tally = { ...emptyTally(sender), received: 1, bytes: bytes.length, lastSeen: receivedAt }
    countRejected(tally, reason, 1)
    events.rejected(sender, reason, 1)
    const payload = Buffer.from(bytes.subarray(0, LARGEST))
    const rejection = { at: receivedAt, station: sender, topic, reason, detail, payload }
    await queue.submit({ station: sender, observations: [], rejections: [rejection], tally })
  }

  async function takeElements(
    station: StationId,
    elements: readonly Parsed[],
    message: { topic: string; bytes: Buffer; receivedAt: EpochMs },
  ): Promise<{ outcomes: readonly Outcome[]; refusals: Refusal[] }> {
    const { receivedAt, bytes, topic } = message
    const { observations, refusals, seqs } = admit(station, elements, receivedAt)
    const tally: Tally = emptyTally(station)
    tally.received = observations.length
    tally.bytes = bytes.length
    tally.lastSeen = receivedAt
    tally.missed = ledger.missedBefore(station, seqs)
    for (const { reason, count } of refusals) {
      countRejected(tally, reason, count)
      tally.received += count
    }
    const newest = observations.at(-1)
    if (newest?.timeSource === 'device') ledger.clock(station, receivedAt - newest.at)
    const rejections = refusals.length === 0 ? [] : toRejections(station, refusals, { topic, bytes, receivedAt })
    for (const { reason } of rejections) events.rejected(station, reason, tally.rejected[reason] ?? 0)
    const outcomes = await queue.submit({ station, observations, rejections, tally })
    return { outcomes, refusals }
  }

  return {
    async take(packet) {
      const waitMs = limit(packet.sender, packet.receivedAt)
      if (waitMs > 0) {
        events.deviceSlowed()
        await new Promise<void>((resume) => void clock.after(waitMs, resume))
      }
      const topic = parseTopic(packet.topic)
      if (!topic || topic.station !== packet.sender) {
        const own = packet.topic.startsWith(`ioc/v1/${packet.sender}/`)
        await rejectMessage(packet, own ? 'payload.unreadable' : 'topic.foreign', `not a topic of ${packet.sender}`)
        return own ? 'acknowledge' : 'disconnect'
      }
      if (packet.bytes.length > LARGEST) {
        await rejectMessage(packet, 'payload.too-large', `${packet.bytes.length} bytes, at most ${LARGEST} are read`)
        return 'acknowledge'
      }
      if (topic.leaf === 'status') {
        const status = packet.bytes.toString('utf8')
        if (status === 'online' || status === 'offline') onStatus(packet.sender, status)
        else await rejectMessage(packet, 'payload.unreadable', 'a status is "online" or "offline"')
        return 'acknowledge'
      }
      await takeElements(packet.sender, parseNative(packet.bytes), packet)
      return 'acknowledge'
    },

    async post(station, observations, receivedAt) {
      const bytes = Buffer.from(JSON.stringify(observations))
      const elements = observations.length === 0 ? [] : parseElements(observations)
      const { outcomes, refusals } = await takeElements(station, elements, { topic: 'http', bytes, receivedAt })
      const count = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length
      return {
        stored: count('stored'),
        duplicate: count('duplicate'),
        corrected: count('corrected'),
        rejected: refusals.map(({ index, property, reason }) => ({ index, property, reason })),
      }
    },
  }
}

/** The places named in a rejection's detail; a message may have thousands. */
const PLACES_NAMED = 5

/** One rejection a reason, each with the whole message: so that keeping them costs a few times what was sent at most. */
function toRejections(
  station: StationId,
  refusals: readonly Refusal[],
  { topic, bytes, receivedAt }: { topic: string; bytes: Buffer; receivedAt: EpochMs },
): Rejection[] {
  const byReason = new Map<RejectionReason, Refusal[]>()
  for (const refusal of refusals) {
    const same = byReason.get(refusal.reason)
    if (same) same.push(refusal)
    else byReason.set(refusal.reason, [refusal])
  }
  const payload = Buffer.from(bytes)
  return [...byReason].map(([reason, same]) => {
    const named = same
      .slice(0, PLACES_NAMED)
      .map(({ index, property, detail }) => `[${index}] ${property ?? ''}: ${detail}`)
    const more = same.length > PLACES_NAMED ? ` and ${same.length - PLACES_NAMED} more` : ''
    return { at: receivedAt, station, topic, reason, detail: named.join('; ').slice(0, 1000) + more, payload }
  })
}
