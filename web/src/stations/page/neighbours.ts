import type { Row } from '../row.js'

export interface Neighbour {
  id: string
  name: string
  km: number
}

const KM_OF_DEGREE = 111.2

/** The stations of the same kind that measure the same, the nearest first. */
export function neighboursOf({ station }: Row, rows: Iterable<Row>, property: string, most = 8): Neighbour[] {
  const east = Math.cos((station.lat * Math.PI) / 180)
  const found: Neighbour[] = []
  for (const { station: other, latest } of rows) {
    if (other.id === station.id || other.kind !== station.kind) continue
    if (!latest?.values[property] && !latest?.indices[property]) continue
    const km = KM_OF_DEGREE * Math.hypot(other.lat - station.lat, (other.lon - station.lon) * east)
    found.push({ id: other.id, name: other.name, km })
  }
  return found.sort((a, b) => a.km - b.km).slice(0, most)
}
