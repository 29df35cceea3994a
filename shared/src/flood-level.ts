import type { Station } from './station.js'

/** 0 is below báo động I. */
export type FloodLevel = 0 | 1 | 2 | 3

/**
 * The alarm level (cấp báo động) a water level has reached, by the station's own `bd1` `bd2` `bd3`; null where it lacks
 * one of them. Levels are those of one gauge and its datum: they are never shared between stations.
 */
export function floodLevel(level: number, attributes: Station['attributes']): FloodLevel | null {
  const { bd1, bd2, bd3 } = attributes ?? {}
  if (typeof bd1 !== 'number' || typeof bd2 !== 'number' || typeof bd3 !== 'number') return null
  if (level >= bd3) return 3
  if (level >= bd2) return 2
  return level >= bd1 ? 1 : 0
}
