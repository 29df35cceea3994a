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
  /** Takes a value that was measured before the last and is new all the same; what is too old for it says nothing. */
  addBehind(at: EpochMs, value: number): void
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

/** What the closed slots say together, and when the last value was measured; then a sum and a count a slot. */
const [LAST_AT, FILLED, MEANS, SUM, LOWEST, HIGHEST, HEAD] = [0, 1, 2, 3, 4, 5, 6] as const

/**
 * The values of the last so long, in slots: a ring of sums and counts.
 *
 * What the closed slots say together changes only when a slot closes, so a value costs two additions. All numbers lie in
 * one block: with thousands of windows a value costs what it takes to get at them.
 */
export function createSlidingWindow({ slotMs, slots }: Span): SlidingWindow {
  const cells = new Float64Array(HEAD + 2 * slots)
  let current = -1
  /** Where the sum of the running slot lies. */
  let here: number = HEAD
  cells[LAST_AT] = -Infinity

  /** Where the sum of a slot lies; its count follows. */
  function placeOf(slot: number): number {
    return HEAD + 2 * (slot % slots)
  }

  function moveTo(slot: number): void {
    const first = Math.max(current + 1, slot - slots + 1)
    for (let index = first; index <= slot; index += 1) {
      cells[placeOf(index)] = 0
      cells[placeOf(index) + 1] = 0
    }
    current = slot
    here = placeOf(slot)
    close()
  }

  function close(): void {
    cells.fill(0, FILLED, LOWEST)
    cells[LOWEST] = Infinity
    cells[HIGHEST] = -Infinity
    for (let place = HEAD; place < cells.length; place += 2) {
      const sum = cells[place]!
      const count = cells[place + 1]!
      if (count === 0 || place === here) continue
      const mean = sum / count
      cells[FILLED]! += 1
      cells[MEANS]! += mean
      cells[SUM]! += sum
      if (mean < cells[LOWEST]) cells[LOWEST] = mean
      if (mean > cells[HIGHEST]) cells[HIGHEST] = mean
    }
  }

  /** The mean of the running slot; NaN before its first value. */
  function running(): number {
    return cells[here]! / cells[here + 1]!
  }

  return {
    add(at, value) {
      if (at <= cells[LAST_AT]!) return
      cells[LAST_AT] = at
      const slot = Math.floor(at / slotMs)
      if (slot > current) moveTo(slot)
      const place = slot === current ? here : placeOf(slot)
      cells[place]! += value
      cells[place + 1]! += 1
    },
    addBehind(at, value) {
      const slot = Math.floor(at / slotMs)
      if (slot <= current - slots) return
      // The newer one may not have counted here: it was being calibrated, or could not be.
      if (slot > current) moveTo(slot)
      const place = placeOf(slot)
      cells[place]! += value
      cells[place + 1]! += 1
      if (slot !== current) close()
    },
    refill(known, upTo) {
      for (const { at, value, goodCount } of known) {
        const slot = Math.floor(at / slotMs)
        if (slot > current) moveTo(slot)
        // What it took itself lies in the store as well, unless it came while the store was being asked.
        const place = placeOf(slot)
        if (slot <= current - slots || cells[place + 1]! > goodCount) continue
        cells[place] = value * goodCount
        cells[place + 1] = goodCount
      }
      cells[LAST_AT] = Math.max(cells[LAST_AT]!, upTo)
      close()
    },
    coverage(reportIntervalMs) {
      const possible = Math.max(1, Math.min(slots, Math.floor((slots * slotMs) / reportIntervalMs)))
      return Math.min(1, (cells[FILLED]! + (Number.isNaN(running()) ? 0 : 1)) / possible)
    },
    mean() {
      const now = running()
      const [filled, means] = [cells[FILLED]!, cells[MEANS]!]
      return Number.isNaN(now) ? means / filled : (means + now) / (filled + 1)
    },
    sum: () => cells[SUM]! + cells[here]!,
    lowest: () => least(cells[LOWEST]!, running()),
    highest: () => -least(-cells[HIGHEST]!, -running()),
  }
}

/** The lesser of the two; the second may be no number. */
function least(a: number, b: number): number {
  return b < a ? b : a
}
