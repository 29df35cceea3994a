import { floodLevel } from '@ioc/shared/flood-level'
import type { Station } from '@ioc/shared/station'
import type { IndexValue, Reading } from '../ports.js'

/** The flood level that a water level makes; null where the station lacks one of its limits. */
export function floodIndex(
  station: Station | undefined,
  { value, at }: Pick<Reading, 'value' | 'at'>,
): IndexValue | null {
  const level = floodLevel(value, station?.attributes)
  return level === null ? null : { value: level, band: level, main: 'water_level', at }
}
