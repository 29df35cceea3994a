import type { RiverLine } from '@ioc/shared/overview'
import type { Row } from '../stations/row.js'
import { riverNow } from './river-now.js'

/**
 * How many gauges stand on or above each báo động, the worst first, a level that adds none left out; what is old or doubted counts for nothing. A rule
 * waits before it raises an alarm: meanwhile this is all that tells of them.
 */
export function riversAbove(
  rivers: readonly RiverLine[],
  rows: ReadonlyMap<string, Row>,
): { level: 1 | 2 | 3; count: number }[] {
  const levels = rivers
    .filter(({ quality, old }) => !quality && !old)
    .map((river) => riverNow(river, rows.get(river.station)).level)
  return ([3, 2, 1] as const)
    .map((level) => ({ level, count: levels.filter((each) => each !== null && each >= level).length }))
    .filter(({ count }, index, all) => count > (all[index - 1]?.count ?? 0))
}
