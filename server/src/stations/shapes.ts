import type { Position, Ring } from '@ioc/shared/shape'

/** How deep positions lie in the coordinates of each type of geometry. */
const DEPTHS: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
}

/** What is wrong with a GeoJSON geometry, or null. */
export function geometryFault(geometry: unknown, allowed: readonly string[] = Object.keys(DEPTHS)): string | null {
  if (typeof geometry !== 'object' || geometry === null) return 'has no geometry'
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown }
  if (typeof type !== 'string' || !allowed.includes(type)) return `geometry must be one of ${allowed.join(', ')}`
  return coordinatesFault(coordinates, DEPTHS[type] as number, type.endsWith('Polygon'))
}

function coordinatesFault(coordinates: unknown, depth: number, closed: boolean): string | null {
  if (depth === 0) return isPosition(coordinates) ? null : `bad position ${JSON.stringify(coordinates)?.slice(0, 60)}`
  if (!Array.isArray(coordinates) || coordinates.length === 0) return 'coordinates must be a list that is not empty'
  for (const part of coordinates) {
    const fault = coordinatesFault(part, depth - 1, closed)
    if (fault) return fault
  }
  return closed && depth === 1 ? ringFault(coordinates as Position[]) : null
}

function isPosition(value: unknown): value is Position {
  if (!Array.isArray(value) || value.length < 2) return false
  const [lon, lat] = value as unknown[]
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
}

function ringFault(ring: Ring): string | null {
  const [first, last] = [ring[0] as Position, ring.at(-1) as Position]
  if (ring.length < 4) return 'a ring needs four positions'
  return first[0] === last[0] && first[1] === last[1] ? null : 'a ring must end where it starts'
}
