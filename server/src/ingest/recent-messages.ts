import type { StationId } from '@ioc/shared/ids'
import type { Packet, RecentMessage } from '../ports/packet.js'

export interface RecentMessages {
  note(station: StationId, message: Arrived, taken: number, refused: number): void
  /** Newest first. */
  list(station: StationId): RecentMessage[]
  forget(station: StationId): void
}

type Arrived = Pick<Packet, 'topic' | 'bytes' | 'receivedAt'>

interface Kept extends Omit<RecentMessage, 'payload'> {
  /** Where it begins, counted in all bytes that were ever written to its ring. */
  start: number
  /** How much of it is kept. */
  length: number
}

/** The messages of one station: each is written over the oldest. */
interface Line {
  ring: Buffer
  /** Up to where the ring was written, counted in all bytes ever written. */
  end: number
  kept: Kept[]
  /** The place of the next message among those that are kept. */
  next: number
}

interface Bounds {
  /** The most messages of one station, … */
  messages: number
  /** … the bytes that any station has for them, … */
  leastBytes: number
  /** … those that it has at most, … */
  mostBytes: number
  /** … where all of them together take no more than this beyond the least, … */
  allBytes: number
  /** … and how much is kept of one message. */
  messageBytes: number
}

const BOUNDS: Bounds = {
  messages: 10,
  leastBytes: 1024,
  mostBytes: 256 * 1024,
  allBytes: 64 * 1024 * 1024,
  messageBytes: 64 * 1024,
}

/**
 * The last messages of each station as they came, for who wants to know what a device sends.
 *
 * In memory alone, and every message passes here: it is copied to where an old one was, and nothing is allocated once a
 * station's ring holds what it usually sends.
 */
export function createRecentMessages(bounds: Bounds = BOUNDS): RecentMessages {
  const lines = new Map<StationId, Line>()
  let spare = bounds.allBytes
  let lastId = 0

  function put(line: Line, { topic, bytes, receivedAt }: Arrived, taken: number, refused: number, id: number): void {
    const { ring, kept, next } = line
    const length = Math.min(bytes.length, bounds.messageBytes, ring.length)
    const start = startOf(line, length)
    bytes.copy(ring, start % ring.length, 0, length)
    line.end = start + length
    line.next = next + 1 === bounds.messages ? 0 : next + 1
    const old = kept[next]
    if (old === undefined) {
      kept.push({ id, at: receivedAt, topic, bytes: bytes.length, taken, refused, start, length })
      return
    }
    old.id = id
    old.at = receivedAt
    // The text of a topic is read anew with each message: one of them is enough.
    if (old.topic !== topic) old.topic = topic
    old.bytes = bytes.length
    old.taken = taken
    old.refused = refused
    old.start = start
    old.length = length
  }

  /** Whether it would be written over one that is not the oldest that has to go. */
  function isTight(line: Line, length: number): boolean {
    const { ring, kept, next } = line
    if (length > ring.length) return true
    const oldest = kept[kept.length < bounds.messages ? 0 : (next + 1) % bounds.messages]
    return oldest !== undefined && startOf(line, length) + length - ring.length > oldest.start
  }

  /** A ring in which all that is kept has room beside a message of this length, as far as there is memory for it. */
  function widened(station: StationId, line: Line, length: number): Line {
    let bytes = line.ring.length
    const wanted = Math.min(bounds.mostBytes, (length + 1) * bounds.messages)
    while (bytes < wanted) bytes *= 2
    const more = bytes - line.ring.length
    if (more === 0 || more > spare) return line
    spare -= more
    const wide = openLine(bytes)
    for (const { payload, at, ...rest } of newestFirst(line).toReversed()) {
      put(wide, { ...rest, bytes: payload, receivedAt: at }, rest.taken, rest.refused, rest.id)
      ;(wide.kept.at(-1) as Kept).bytes = rest.bytes
    }
    lines.set(station, wide)
    return wide
  }

  return {
    note(station, message, taken, refused) {
      let line = lines.get(station)
      if (line === undefined) lines.set(station, (line = openLine(bounds.leastBytes)))
      const length = Math.min(message.bytes.length, bounds.messageBytes)
      if (isTight(line, length)) line = widened(station, line, length)
      put(line, message, taken, refused, ++lastId)
    },
    list(station) {
      const line = lines.get(station)
      return line ? newestFirst(line) : []
    },
    forget(station) {
      spare += Math.max(0, (lines.get(station)?.ring.length ?? 0) - bounds.leastBytes)
      lines.delete(station)
    },
  }
}

function openLine(bytes: number): Line {
  return { ring: Buffer.allocUnsafeSlow(bytes), end: 0, kept: [], next: 0 }
}

/** Where the next `length` bytes begin: a message lies in one piece. */
function startOf({ ring, end }: Line, length: number): number {
  const at = end % ring.length
  return at + length > ring.length ? end + ring.length - at : end
}

function newestFirst({ ring, end, kept }: Line): RecentMessage[] {
  return kept
    .filter(({ start }) => start >= end - ring.length)
    .sort((a, b) => b.id - a.id)
    .map(({ start, length, ...rest }) => {
      const at = start % ring.length
      return { ...rest, payload: Buffer.from(ring.subarray(at, at + length)) }
    })
}
