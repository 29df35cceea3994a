import type { PropertyKey } from '@ioc/shared/ids'
import { kmBetween } from '@ioc/shared/km-between'
import type { Row } from '../row.js'

export interface Neighbour {
  id: string
  name: string
  km: number
}

/**
 * The stations of the same kind that measure the same, the nearest first. Values of those out of view may not be known:
 * what they are there to measure counts too, and of an index that their kind has it.
 */
export function neighboursOf({ station }: Row, rows: Iterable<Row>, property: string, most = 8): Neighbour[] {
  const isIndex = station.properties?.includes(property as PropertyKey) === false
  const found: Neighbour[] = []
  for (const { station: other, latest } of rows) {
    if (other.id === station.id || other.kind !== station.kind) continue
    const measures = other.properties?.includes(property as PropertyKey) || latest?.values[property]
    if (!measures && !latest?.indices[property] && !(isIndex && !latest?.at)) continue
    found.push({ id: other.id, name: other.name, km: kmBetween(station, other) })
  }
  return found.sort((a, b) => a.km - b.km).slice(0, most)
}
