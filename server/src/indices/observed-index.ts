import { floodLevel } from '@ioc/shared/flood-level'
import { levelOfService } from '@ioc/shared/level-of-service'
import type { PropertyKey } from '@ioc/shared/ids'
import type { ObservedIndexKey } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import type { IndexValue } from '../ports/index-value.js'
import type { Reading } from '../ports/observation-store.js'

interface ObservedIndex {
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
const BY_KEY = new Map(OBSERVED.map((index) => [index.key, index]))

/** The index that observations of a property make, where they make one. */
export function indexMadeBy(property: PropertyKey): ObservedIndex | undefined {
  return BY_MAIN.get(property)
}

export function observedIndex(key: ObservedIndexKey): ObservedIndex {
  return BY_KEY.get(key)!
}

/** The index that a value makes; null where the station lacks the limits for it. */
export function toIndexValue(
  { main, of }: ObservedIndex,
  station: Station | undefined,
  { value, at }: Pick<Reading, 'value' | 'at'>,
): IndexValue | null {
  const level = of(value, station?.attributes)
  return level === null ? null : { value: level, band: level, main, at }
}
