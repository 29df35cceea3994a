import { isSilent } from '@ioc/shared/station'
import type { Filters } from './filters.js'
import type { Row } from './row.js'
import type { Standing } from './standing.js'

export interface Counts {
  total: number
  reporting: number
  silent: number
  alarm: number
  kinds: ReadonlyMap<string, number>
  standings: ReadonlyMap<Standing, number>
  /** How many stations pass the filters. */
  passing(filters: Filters): number
}

/** Counts rows as they come and go, for the header, the chips and the legend; the same rows as the map: they cannot disagree. */
export function createTally() {
  let [total, silent, alarm] = [0, 0, 0]
  const kinds = new Map<string, number>()
  const standings = new Map<Standing, number>()
  /** By kind and standing. */
  const both = new Map<string, { kind: string; standing: Standing; count: number }>()
  let counted: Counts | null = null

  function add({ station: { kind }, latest, look: { standing, alarm: wrong } }: Row, by: 1 | -1): void {
    total += by
    if (isSilent(latest?.reporting)) silent += by
    if (wrong) alarm += by
    step(kinds, kind, by)
    step(standings, standing, by)
    const key = `${kind} ${standing}`
    const entry = both.get(key)
    if (entry) entry.count += by
    else both.set(key, { kind, standing, count: by })
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
        reporting: total - silent,
        silent,
        alarm,
        kinds: new Map(kinds),
        standings: new Map(standings),
        passing({ kinds: chosen, standings: wanted }) {
          let passing = 0
          for (const { kind, standing, count } of both.values()) {
            if ((chosen.size === 0 || chosen.has(kind)) && (wanted.size === 0 || wanted.has(standing))) passing += count
          }
          return passing
        },
      })
    },
  }
}

function isCountedAlike(a: Row, b: Row): boolean {
  return (
    a.station.kind === b.station.kind &&
    a.look.standing === b.look.standing &&
    (a.look.alarm === null) === (b.look.alarm === null) &&
    isSilent(a.latest?.reporting) === isSilent(b.latest?.reporting)
  )
}

function step<K>(counts: Map<K, number>, key: K, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}
