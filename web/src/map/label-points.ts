type Ring = readonly (readonly number[])[]

/** One point inside each commune for its name, so that a name stands once and not once a tile. */
export function labelPoints(areas: GeoJSON.FeatureCollection): GeoJSON.FeatureCollection<GeoJSON.Point> {
  return {
    type: 'FeatureCollection',
    features: areas.features.flatMap(({ geometry, properties }) => {
      const ring = largestRing(geometry)
      if (!ring) return []
      const point: GeoJSON.Point = { type: 'Point', coordinates: centroid(ring) }
      return [{ type: 'Feature' as const, geometry: point, properties }]
    }),
  }
}

function largestRing(geometry: GeoJSON.Geometry): Ring | null {
  const polygons =
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []
  const rings = polygons.flatMap((polygon) => (polygon[0] ? [polygon[0]] : []))
  return rings.reduce<Ring | null>((best, ring) => (best && area(best) >= area(ring) ? best : ring), null)
}

function area(ring: Ring): number {
  return Math.abs(sum(ring, (cross) => cross)) / 2
}

function centroid(ring: Ring): [number, number] {
  const twice = sum(ring, (cross) => cross)
  const first = ring[0] ?? [0, 0]
  if (twice === 0) return [first[0] ?? 0, first[1] ?? 0]
  return [
    sum(ring, (cross, a, b) => ((a[0] ?? 0) + (b[0] ?? 0)) * cross) / (3 * twice),
    sum(ring, (cross, a, b) => ((a[1] ?? 0) + (b[1] ?? 0)) * cross) / (3 * twice),
  ]
}

function sum(ring: Ring, term: (cross: number, a: readonly number[], b: readonly number[]) => number): number {
  let total = 0
  for (let i = 1; i < ring.length; i += 1) {
    const a = ring[i - 1] ?? []
    const b = ring[i] ?? []
    total += term((a[0] ?? 0) * (b[1] ?? 0) - (b[0] ?? 0) * (a[1] ?? 0), a, b)
  }
  return total
}
