import type { Row } from './row.js'
import { isSilent, type Standing } from './standing.js'

interface Counts {
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
