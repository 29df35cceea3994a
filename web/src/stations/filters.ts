import { isLost, STANDINGS, type Standing } from './standing.js'
import type { Row } from './row.js'

/** What the legend can be asked for: how a station stands, or that there is an early warning of it. */
export type Choice = Standing | 'early'
export const CHOICES: readonly Choice[] = STANDINGS.flatMap((standing): Choice[] =>
  standing === 'silent' ? ['early', standing] : [standing],
)

export interface Filters {
  /** Empty: every kind. */
  kinds: ReadonlySet<string>
  /** Empty: every standing. */
  standings: ReadonlySet<Choice>
}

/** Whether a station is among those looked at; one that is lost and in alarm is one of both. */
export function passes(row: Row, { kinds, standings }: Filters): boolean {
  const { station, look } = row
  if (kinds.size > 0 && !kinds.has(station.kind)) return false
  if (standings.size === 0 || standings.has(look.so.standing)) return true
  return (look.foretold && standings.has('early')) || (isLost(row) && standings.has('silent'))
}
