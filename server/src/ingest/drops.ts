import type { StationId } from '@ioc/shared/ids'
import type { Packet } from '../ports/packet.js'

/** Messages of one sender that were dropped, of which the last is shown. */
export interface Dropped {
  packet: Packet
  count: number
  bytes: number
}

interface Drops {
  drop(packet: Packet): void
  /** Records what was not yet. */
  close(): void
}

/**
 * Counts messages that are dropped because too much waits for the disk, without putting more into what waits there:
 * while one record of a sender is under way, what is dropped meanwhile is summed up for the next.
 *
 * `record` resolves once it is on disk.
 */
export function createDrops(record: (dropped: Dropped) => Promise<unknown>): Drops {
  /** What came since the record that is under way; null: nothing. */
  const underWay = new Map<StationId, Dropped | null>()

  function send(sender: StationId, dropped: Dropped): void {
    underWay.set(sender, null)
    record(dropped).then(
      () => next(sender),
      () => underWay.delete(sender),
    )
  }

  function next(sender: StationId): void {
    const more = underWay.get(sender)
    if (more) send(sender, more)
    else underWay.delete(sender)
  }

  return {
    drop(packet) {
      const { sender, bytes } = packet
      const before = underWay.get(sender)
      if (before === undefined) return send(sender, { packet, count: 1, bytes: bytes.length })
      const sum = before ?? { packet, count: 0, bytes: 0 }
      underWay.set(sender, { packet, count: sum.count + 1, bytes: sum.bytes + bytes.length })
    },
    close() {
      for (const [sender, more] of underWay) if (more) send(sender, more)
    },
  }
}
