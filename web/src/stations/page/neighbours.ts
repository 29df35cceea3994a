import type { PropertyKey } from '@ioc/shared/ids'
import type { Row } from '../row.js'

export interface Neighbour {
  id: string
  name: string
  km: number
}

const KM_OF_DEGREE = 111.2

/**
 * The stations of the same kind that measure the same, the nearest first. Values of those out of view may not be known:
 * what they are there to measure counts too, and of an index that their kind has it.
 */
export function neighboursOf({ station }: Row, rows: Iterable<Row>, property: string, most = 8): Neighbour[] {
  const east = Math.cos((station.lat * Math.PI) / 180)
  const isIndex = station.properties?.includes(property as PropertyKey) === false
  const found: Neighbour[] = []
  for (const { station: other, latest } of rows) {
    if (other.id === station.id || other.kind !== station.kind) continue
    const measures = other.properties?.includes(property as PropertyKey) || latest?.values[property]
    if (!measures && !latest?.indices[property] && !(isIndex && !latest?.at)) continue
    const km = KM_OF_DEGREE * Math.hypot(other.lat - station.lat, (other.lon - station.lon) * east)
    found.push({ id: other.id, name: other.name, km })
  }
  return found.sort((a, b) => a.km - b.km).slice(0, most)
}
