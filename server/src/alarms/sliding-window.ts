import type { Over } from '@ioc/shared/rule'
import { HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'

/** How far a window reaches back and into how many slots of equal length it is cut. */
export interface Span {
  slotMs: number
  slots: number
}

/** The slots divide the hour, so that a store's buckets can fill them again. */
export const SPANS: Readonly<Record<Over, Span>> = {
  '10m': { slotMs: 10 * SECOND, slots: 60 },
  '1h': { slotMs: MINUTE, slots: 60 },
  '8h': { slotMs: 10 * MINUTE, slots: 48 },
  '24h': { slotMs: 30 * MINUTE, slots: 48 },
}

const SLOT_LENGTHS = [SECOND, 10 * SECOND, MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR]

/** The span that covers so many seconds in 60 slots or fewer. */
export function spanOf(seconds: number): Span {
  const slotMs = SLOT_LENGTHS.find((length) => (seconds * SECOND) / length <= 60) ?? HOUR
  return { slotMs, slots: Math.ceil((seconds * SECOND) / slotMs) }
}

export interface SlidingWindow {
  /** Takes the next value; one that is not newer than the last counts as taken. */
  add(at: EpochMs, value: number): void
  /** Takes over what a store knows of its slots, at least up to `upTo`; what it has seen itself since stays. */
  refill(slots: Iterable<{ at: EpochMs; value: number; goodCount: number }>, upTo: EpochMs): void
  /** Share of the slots that hold something, 0 to 1, of those a device of this interval can fill. */
  coverage(reportIntervalMs: number): number
  /** The mean of the slots' means: a minute with ten values weighs what a minute with one does. */
  mean(): number
  sum(): number
  /** The lowest and the highest mean of a slot. */
  lowest(): number
  highest(): number
}

/**
 * The values of the last so long, in slots: a ring of sums and counts.
 *
 * What the closed slots say together changes only when a slot closes, so a value costs two additions.
 */
export function createSlidingWindow({ slotMs, slots }: Span): SlidingWindow {
  const sums = new Float64Array(slots)
  const counts = new Uint32Array(slots)
  let current = -1
  const last = { at: -Infinity }
  const closed = { filled: 0, means: 0, sum: 0, lowest: Infinity, highest: -Infinity }

  function moveTo(slot: number): void {
    const first = Math.max(current + 1, slot - slots + 1)
    for (let index = first; index <= slot; index += 1) {
      sums[index % slots] = 0
      counts[index % slots] = 0
    }
    current = slot
    close()
  }

  function close(): void {
    Object.assign(closed, { filled: 0, means: 0, sum: 0, lowest: Infinity, highest: -Infinity })
    for (let place = 0; place < slots; place += 1) {
      const count = counts[place]!
      if (count === 0 || place === current % slots) continue
      const mean = sums[place]! / count
      closed.filled += 1
      closed.means += mean
      closed.sum += sums[place]!
      if (mean < closed.lowest) closed.lowest = mean
      if (mean > closed.highest) closed.highest = mean
    }
  }

  /** The mean of the running slot; null before its first value. */
  function running(): number | null {
    const place = current % slots
    return current < 0 || counts[place] === 0 ? null : sums[place]! / counts[place]!
  }

  return {
    add(at, value) {
      if (at <= last.at) return
      last.at = at
      const slot = Math.floor(at / slotMs)
      if (slot > current) moveTo(slot)
      sums[slot % slots]! += value
      counts[slot % slots]! += 1
    },
    refill(known, upTo) {
      for (const { at, value, goodCount } of known) {
        const slot = Math.floor(at / slotMs)
        if (slot > current) moveTo(slot)
        // What it took itself lies in the store as well, unless it came while the store was being asked.
        if (slot <= current - slots || counts[slot % slots]! > goodCount) continue
        sums[slot % slots] = value * goodCount
        counts[slot % slots] = goodCount
      }
      last.at = Math.max(last.at, upTo)
      close()
    },
    coverage(reportIntervalMs) {
      const possible = Math.max(1, Math.min(slots, Math.floor((slots * slotMs) / reportIntervalMs)))
      return Math.min(1, (closed.filled + (running() === null ? 0 : 1)) / possible)
    },
    mean() {
      const now = running()
      return now === null ? closed.means / closed.filled : (closed.means + now) / (closed.filled + 1)
    },
    sum: () => closed.sum + (current < 0 ? 0 : sums[current % slots]!),
    lowest: () => Math.min(closed.lowest, running() ?? Infinity),
    highest: () => Math.max(closed.highest, running() ?? -Infinity),
  }
}
