import { floodLevel } from '@ioc/shared/flood-level'
import { levelOfService } from '@ioc/shared/level-of-service'
import type { PropertyKey } from '@ioc/shared/ids'
import { PROPERTIES, type ObservedIndexKey } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import type { IndexValue } from '../ports/index-value.js'
import type { Reading } from '../ports/observation-store.js'

export interface ObservedIndex {
  key: ObservedIndexKey
  /** The property that makes it. */
  main: PropertyKey
  of: (value: number, attributes: Station['attributes']) => number | null
}

/** Indices that every observation makes by itself, with the limits of its station. */
const OBSERVED: readonly ObservedIndex[] = [
  { key: 'flood_level', main: 'water_level' as PropertyKey, of: floodLevel },
  { key: 'los', main: 'speed' as PropertyKey, of: levelOfService },
]
const BY_MAIN = new Map(OBSERVED.map((index) => [index.main, index]))
const RANGES = new Map(PROPERTIES.map(({ key, min, max }) => [key, { min, max }]))
const BY_KEY = new Map(OBSERVED.map((index) => [index.key, index]))

/** The index that observations of a property make, where they make one. */
export function indexMadeBy(property: PropertyKey): ObservedIndex | undefined {
  return BY_MAIN.get(property)
}

export function observedIndex(key: ObservedIndexKey): ObservedIndex {
  return BY_KEY.get(key)!
}

/** Whether it can be: 400 m of water is a broken gauge, and no flood. A value that is only doubted may well be one. */
export function isPlausible({ main }: ObservedIndex, value: number): boolean {
  const { min, max } = RANGES.get(main)!
  return value >= min && value <= max
}

/** The index that a value makes; null where the station lacks the limits for it, or it cannot be. */
export function toIndexValue(
  index: ObservedIndex,
  station: Station | undefined,
  { value, at }: Pick<Reading, 'value' | 'at'>,
): IndexValue | null {
  const level = isPlausible(index, value) ? index.of(value, station?.attributes) : null
  return level === null ? null : { value: level, band: level, main: index.main, at }
}
