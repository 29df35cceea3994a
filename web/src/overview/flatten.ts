type Position = readonly number[]

/** Where a place lies in a drawing, in units of the drawing; y grows downwards. */
export interface Spot {
  x: number
  y: number
}

export interface Drawing {
  width: number
  height: number
  spot(place: { lon: number; lat: number }): Spot
  /** The outline of a feature as an SVG path; empty for what has no area. */
  path(feature: GeoJSON.Feature): string
}

const DEGREE = Math.PI / 180

/**
 * A plane for a small drawing of a province: equirectangular, true to scale at its middle latitude, which is right to a
 * few parts in a thousand for a degree or two.
 *
 * @param bounds degrees
 * @param width of the drawing; its height follows
 */
export function flatten([west, south, east, north]: readonly [number, number, number, number], width: number): Drawing {
  const perLat = width / ((east - west) * Math.cos(((south + north) / 2) * DEGREE))
  const perLon = width / (east - west)
  const spot = ({ lon, lat }: { lon: number; lat: number }): Spot => ({
    x: round((lon - west) * perLon),
    y: round((north - lat) * perLat),
  })
  const line = (ring: readonly Position[]): string => {
    const spots = ring.map(([lon = 0, lat = 0]) => spot({ lon, lat }))
    const kept = spots.filter(({ x, y }, i) => i === 0 || x !== spots[i - 1]!.x || y !== spots[i - 1]!.y)
    return `M${kept.map(({ x, y }) => `${x} ${y}`).join('L')}Z`
  }
  return {
    width,
    height: round((north - south) * perLat),
    spot,
    path: ({ geometry }) => ringsOf(geometry).map(line).join(''),
  }
}

function ringsOf(geometry: GeoJSON.Geometry): readonly (readonly Position[])[] {
  if (geometry.type === 'Polygon') return geometry.coordinates
  return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []
}

/** To a tenth: finer than anybody sees. */
function round(value: number): number {
  return Math.round(value * 10) / 10
}
