export type Position = readonly [lon: number, lat: number, ...rest: number[]]
export type Ring = readonly Position[]

/** The outline of an area, as GeoJSON has it. */
export type Shape =
  | { type: 'Polygon'; coordinates: readonly Ring[] }
  | { type: 'MultiPolygon'; coordinates: readonly (readonly Ring[])[] }

/** Whether the place lies within the shape; holes do not belong to it. */
export function isInside(shape: Shape, lon: number, lat: number): boolean {
  const polygons = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  return polygons.some((rings) => rings.filter((ring) => crosses(ring, lon, lat)).length % 2 === 1)
}

/** Whether a ray to the east from the place crosses the ring an odd number of times. */
function crosses(ring: Ring, lon: number, lat: number): boolean {
  let odd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] as Position
    const [xj, yj] = ring[j] as Position
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) odd = !odd
  }
  return odd
}
