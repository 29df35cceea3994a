import type { Row } from './row.js'
import type { Standing } from './standing.js'

export interface Filters {
  /** Empty: every kind. */
  kinds: ReadonlySet<string>
  /** Empty: every standing. */
  standings: ReadonlySet<Standing>
}

/** Whether a station is among those looked at. */
export function passes({ station, look }: Row, { kinds, standings }: Filters): boolean {
  return (kinds.size === 0 || kinds.has(station.kind)) && (standings.size === 0 || standings.has(look.standing))
}
