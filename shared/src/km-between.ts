import type { Station } from './station.js'

type Placed = Pick<Station, 'lon' | 'lat'>

/** Of latitude. */
export const KM_A_DEGREE = 111.2

/** On a plane, good for the size of a province. */
export function kmBetween(a: Placed, b: Placed): number {
  const east = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180)
  return KM_A_DEGREE * Math.hypot(east, a.lat - b.lat)
}
