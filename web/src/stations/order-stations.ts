import { passes, type Filters } from './filters.js'
import type { Row } from './row.js'
import { STANDINGS } from './standing.js'

interface Choice {
  /** Ids by name. */
  byName: readonly string[]
  rows: ReadonlyMap<string, Row>
  filters: Filters
  /** Whether a place is among those looked at. */
  isInside: (place: { lon: number; lat: number }) => boolean
}

/** The stations looked at, worst first and then by name; one walk through a list that is sorted by name already. */
export function orderStations({ byName, rows, filters, isInside }: Choice): string[] {
  const byStanding = new Map(STANDINGS.map((standing) => [standing, [] as string[]]))
  for (const id of byName) {
    const row = rows.get(id)
    if (row && passes(row, filters) && isInside(row.station)) byStanding.get(row.look.standing)?.push(id)
  }
  return [...byStanding.values()].flat()
}
