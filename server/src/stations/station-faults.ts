import type { ObservedProperty } from '@ioc/shared/properties'
import type { Area, Station } from '@ioc/shared/station'
import { isInside, type Shape } from '@ioc/shared/shape'
import type { Fault } from '../errors.js'

/** What a station may refer to. */
export interface Known {
  areas: readonly Area[]
  shapes: ReadonlyMap<string, Shape>
  properties: readonly ObservedProperty[]
}

/** What a station of the right form refers to that does not exist. */
export function stationFaults({ area, properties }: Station, known: Known): Fault[] {
  const faults: Fault[] = []
  if (!known.areas.some(({ id }) => id === area)) faults.push({ at: 'area', message: `there is no area "${area}"` })
  for (const [index, key] of (properties ?? []).entries()) {
    if (known.properties.some((property) => property.key === key)) continue
    faults.push({ at: `properties[${index}]`, message: `there is no property "${key}"` })
  }
  return faults
}

/** What is odd about a station but may be right: survey points lie outside simplified boundaries. */
export function stationWarnings({ lon, lat, area }: Station, { areas, shapes }: Known): Fault[] {
  const shape = shapes.get(area)
  if (!shape || isInside(shape, lon, lat)) return []
  const name = areas.find(({ id }) => id === area)?.name ?? area
  return [{ at: 'area', message: `the place lies outside ${name}` }]
}
