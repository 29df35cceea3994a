import type { WireStation } from '@ioc/shared/wire'

/** A gauge stands on the bank, and lines are drawn roughly: this far away it is still the same river, degrees (2 km). */
const NEAR = 0.02

type Point = readonly number[]

/** The rivers that gauges stand at, but of which the map has no line, by name. */
export function undrawnRivers(stations: Iterable<WireStation>, { features }: GeoJSON.FeatureCollection): string[] {
  const lines = features.flatMap(({ geometry }) => linesOf(geometry))
  const drawn = new Map<string, boolean>()
  for (const { lon, lat, attributes } of stations) {
    const river = attributes?.['river']
    if (typeof river !== 'string' || drawn.get(river)) continue
    drawn.set(
      river,
      lines.some((line) => isBeside(line, [lon, lat])),
    )
  }
  return [...drawn].flatMap(([river, isDrawn]) => (isDrawn ? [] : [river]))
}

function linesOf(geometry: GeoJSON.Geometry): Point[][] {
  if (geometry.type === 'LineString') return [geometry.coordinates]
  return geometry.type === 'MultiLineString' ? geometry.coordinates : []
}

function isBeside(line: readonly Point[], place: Point): boolean {
  return line.some((end, index) => away(place, line[Math.max(0, index - 1)]!, end) < NEAR)
}

/** How far a place is from a piece of a line. */
function away([x = 0, y = 0]: Point, [x1 = 0, y1 = 0]: Point, [x2 = 0, y2 = 0]: Point): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length))
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy)
}
