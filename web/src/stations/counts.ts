import type { LatestStation, WireStation } from '@ioc/shared/wire'
import { isSilent, type Look, type Standing } from './standing.js'

export interface Filters {
  /** Empty: every kind. */
  kinds: ReadonlySet<string>
  /** Empty: every standing. */
  standings: ReadonlySet<Standing>
}

export interface Row {
  station: WireStation
  latest: LatestStation | undefined
  look: Look
}

/** The six kinds with a glyph; the rest goes together. */
export function passes({ station, look }: Row, { kinds, standings }: Filters): boolean {
  return (kinds.size === 0 || kinds.has(station.kind)) && (standings.size === 0 || standings.has(look.standing))
}

export interface Counts {
  total: number
  reporting: number
  silent: number
  alarm: number
  kinds: ReadonlyMap<string, number>
  standings: ReadonlyMap<Standing, number>
}

/** The figures of the header, the chips and the legend, from the same rows as the map: they cannot disagree. */
export function countRows(rows: Iterable<Row>): Counts {
  const kinds = new Map<string, number>()
  const standings = new Map<Standing, number>()
  let total = 0
  let silent = 0
  let alarm = 0
  for (const { station, latest, look } of rows) {
    total += 1
    kinds.set(station.kind, (kinds.get(station.kind) ?? 0) + 1)
    standings.set(look.standing, (standings.get(look.standing) ?? 0) + 1)
    if (isSilent(latest?.reporting ?? 'never')) silent += 1
    if (look.alarm) alarm += 1
  }
  return { total, reporting: total - silent, silent, alarm, kinds, standings }
}
