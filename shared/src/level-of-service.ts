import type { Station } from './station.js'

/** 1 to 6: A to F. */
export type LevelOfService = 1 | 2 | 3 | 4 | 5 | 6

/** The letters that people know the levels by. */
export const LEVELS_OF_SERVICE = ['A', 'B', 'C', 'D', 'E', 'F'] as const

/**
 * Speed above which a road is A to E, % of its free-flow speed; F below the last. From the urban streets of HCM 2010,
 * which knows no traffic of motorbikes: a station with better limits carries them as `losA` to `losE`.
 */
const SPEED_PERCENT = [85, 67, 50, 40, 30] as const
const OWN = ['losA', 'losB', 'losC', 'losD', 'losE'] as const

/** The level of service at a mean speed (km/h), by the station's `freeFlowKmh`; null where it has none. */
export function levelOfService(speed: number, attributes: Station['attributes']): LevelOfService | null {
  const freeFlow = attributes?.['freeFlowKmh']
  if (typeof freeFlow !== 'number' || freeFlow <= 0) return null
  const percent = (100 * speed) / freeFlow
  const better = SPEED_PERCENT.findIndex((usual, index) => {
    const own = attributes?.[OWN[index]!]
    return percent > (typeof own === 'number' ? own : usual)
  })
  return (better < 0 ? 6 : better + 1) as LevelOfService
}
