import { atLeast, type Span } from './spans.js'
import type { Testimony } from './witness.js'

/** One thing that happened in the world and that somebody must be told of. */
export interface TruthEntry {
  /** The name of the condition, as in `conditions.ts`, or `station.silent`, `station.stuck`, `station.implausible`. */
  what: string
  stations: readonly string[]
  /** What tells it; null where it is about the station as a whole. */
  property: string | null
  /** Its mean (of rain: its sum) over so long is held against the limit; null: each value. */
  overMs: number | null
  /** Null where there is none. */
  limit: number | null
  /** Who tells it outside of [from, to) tells something false: nothing was past the limit then, by any error. */
  from: number
  to: number
  /**
   * When everything was past it, whatever the error: who waits for `h` seconds has to tell it at the end of the first
   * `h` seconds of the first stretch that is as long.
   */
  certain: readonly Span[]
}

/** A reader may ask so many stations to agree before it believes them about the whole province. */
const AGREEING = 3

/**
 * Puts together what was seen at all stations, oldest first.
 *
 * A state of the whole province is one entry: possible where any station may see it, certain where three do.
 */
export function truthOf(testimonies: readonly Testimony[]): TruthEntry[] {
  const apart = testimonies.filter(({ everywhere }) => !everywhere)
  const whole = testimonies.filter(({ everywhere }) => everywhere)
  const entries = [
    ...apart.flatMap((seen) => entriesOf([seen], seen.possible, seen.certain)),
    ...[...new Set(whole.map(({ what }) => what))].flatMap((name) => {
      const seen = whole.filter(({ what }) => what === name)
      const possible = seen.map((one) => one.possible)
      const certain = seen.map((one) => one.certain)
      return entriesOf(seen, atLeast(1, possible), atLeast(Math.min(AGREEING, seen.length), certain))
    }),
  ]
  return entries.sort((a, b) => a.from - b.from || (a.what < b.what ? -1 : 1))
}

function entriesOf(seen: readonly Testimony[], possible: readonly Span[], certain: readonly Span[]): TruthEntry[] {
  const [first] = seen
  if (!first) return []
  const { what, property, overMs, limit } = first
  const stations = seen.map(({ station }) => station)
  return possible.map(([from, to]) => {
    const inside = certain.filter((span) => span[0] >= from && span[1] <= to)
    return { what, stations, property, overMs, limit, from, to, certain: inside }
  })
}
