import type { RiverLine } from '@ioc/shared/overview'
import type { Row } from '../stations/row.js'

const LEVELS = [1, 2, 3] as const

/** A river with the level that it stands at by its newest report, and the next limit: the overview is of half a minute ago. */
export function riverNow(river: RiverLine, row: Row | undefined): RiverLine {
  const index = row?.latest?.indices['flood_level']
  if (!index || index.at < river.at) return river
  const level = Math.round(index.value)
  return { ...river, level, next: nextAbove(level, river, row) }
}

function nextAbove(level: number, { next }: RiverLine, row: Row | undefined): RiverLine['next'] {
  const limits = row?.station.attributes
  for (const above of LEVELS) {
    const limit = limits?.[`bd${above}`]
    if (above <= level || typeof limit !== 'number') continue
    return next?.level === above ? next : { level: above, limit, inS: null }
  }
  return null
}
