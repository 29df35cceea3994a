import { STANDINGS, type Standing } from './standing.js'
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

/** Whether a station is among those looked at. */
export function passes({ station, look }: Row, { kinds, standings }: Filters): boolean {
  if (kinds.size > 0 && !kinds.has(station.kind)) return false
  return standings.size === 0 || standings.has(look.so.standing) || (look.foretold && standings.has('early'))
}
