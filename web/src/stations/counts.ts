import { passes, type Filters } from './filters.js'
import type { Row } from './row.js'
import { isLost, type Standing } from './standing.js'

export interface Counts {
  total: number
  /** Those that were ever heard and are not lost. */
  reporting: number
  /** Those that fell silent, in alarm or not. */
  silent: number
  /** Those that were never heard. */
  waiting: number
  alarm: number
  /** How many have an early warning; they are counted by how they stand as well. */
  foretold: number
  kinds: ReadonlyMap<string, number>
  standings: ReadonlyMap<Standing, number>
  /** How many stations pass the filters. */
  passing(filters: Filters): number
}

/** Counts rows as they come and go, for the header, the chips and the legend; the same rows as the map: they cannot disagree. */
export function createTally() {
  let [total, silent, waiting, alarm, foretold] = [0, 0, 0, 0, 0]
  const kinds = new Map<string, number>()
  const standings = new Map<Standing, number>()
  /** By all that stations are filtered by. */
  const alike = new Map<string, { row: Row; count: number }>()
  let counted: Counts | null = null

  function add(row: Row, by: 1 | -1): void {
    const { kind } = row.station
    const { so, foretold: isForetold } = row.look
    const lost = isLost(row)
    total += by
    if (lost) silent += by
    if (so.standing === 'waiting') waiting += by
    if (so.alarm) alarm += by
    if (isForetold) foretold += by
    step(kinds, kind, by)
    step(standings, so.standing, by)
    const key = `${kind} ${so.standing} ${isForetold} ${lost}`
    const entry = alike.get(key)
    if (entry) entry.count += by
    else alike.set(key, { row, count: by })
  }

  return {
    /** A row took the place of another; undefined: it came, or it went. */
    replace(before: Row | undefined, after: Row | undefined): void {
      if (before && after && isCountedAlike(before, after)) return
      if (before) add(before, -1)
      if (after) add(after, 1)
      counted = null
    },
    /** The same object until a figure changes. */
    counts(): Counts {
      return (counted ??= {
        total,
        reporting: total - silent - waiting,
        silent,
        waiting,
        alarm,
        foretold,
        kinds: new Map(kinds),
        standings: new Map(standings),
        passing(filters) {
          let passing = 0
          for (const { row, count } of alike.values()) if (passes(row, filters)) passing += count
          return passing
        },
      })
    },
  }
}

function isCountedAlike(a: Row, b: Row): boolean {
  return (
    a.station.kind === b.station.kind &&
    a.look.so.standing === b.look.so.standing &&
    a.look.foretold === b.look.foretold &&
    (a.look.so.alarm === null) === (b.look.so.alarm === null) &&
    isLost(a) === isLost(b)
  )
}

function step<K>(counts: Map<K, number>, key: K, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}
