import type { RiverLine } from '@ioc/shared/overview'
import type { Row } from '../stations/row.js'

const LEVELS = [1, 2, 3] as const

/** The level that a river stands at by its newest report: those of the overview are computed twice a minute. */
export function riverLevel({ at, level }: RiverLine, row: Row | undefined): number | null {
  const index = row?.latest?.indices['flood_level']
  return index && index.at >= at ? Math.round(index.value) : level
}

/** The next limit above that level: where the newest report has passed the one of the overview, that of its station. */
export function riverNext({ next }: RiverLine, level: number | null, row: Row | undefined): RiverLine['next'] {
  const limits = row?.station.attributes
  for (const above of LEVELS) {
    const limit = limits?.[`bd${above}`]
    if (above <= (level ?? 0) || typeof limit !== 'number') continue
    return next?.level === above ? next : { level: above, limit, inS: null }
  }
  return null
}

/**
 * How many rivers stand on or above each báo động, the worst first; what is old or doubted counts for nothing. A rule
 * waits before it raises an alarm: meanwhile this is all that tells of them.
 */
export function riversAbove(
  rivers: readonly RiverLine[],
  rows: ReadonlyMap<string, Row>,
): { level: 1 | 2 | 3; count: number }[] {
  const levels = rivers
    .filter(({ quality, old }) => !quality && !old)
    .map((river) => riverLevel(river, rows.get(river.station)))
  return LEVELS.toReversed()
    .map((level) => ({ level, count: levels.filter((each) => each === level).length }))
    .filter(({ count }) => count > 0)
}
