import { groupOf } from '@ioc/shared/alarm'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import { isSo, phaseOf } from '../stations/standing.js'

interface Known {
  /** Communes; the feature's id is the area's. */
  areas: GeoJSON.FeatureCollection
  stations: ReadonlyMap<string, WireStation>
}

type Point = readonly [lon: number, lat: number]

/** How far an outline keeps from the stations in it, degrees: half a kilometre. */
const ROOM = 0.005
const CORNERS: readonly Point[] = [
  [-ROOM, -ROOM],
  [ROOM, -ROOM],
  [ROOM, ROOM],
  [-ROOM, ROOM],
]

/**
 * The areas of alarms that are about many stations: the commune itself, or what lies between the stations of a gateway.
 *
 * What is over asks for a look in the list, and covers no place any more. The worst comes last, so that it is drawn on top. Alarms arrive in order, worst first.
 */
export function outlineGroups(alarms: readonly WireAlarm[], { areas, stations }: Known): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = []
  for (const alarm of alarms) {
    if (alarm.stations === null || !isSo(alarm)) continue
    const geometry = outlineOf(alarm, areas) ?? hullOf(alarm.stations, stations)
    if (!geometry) continue
    const properties = { station: alarm.station, severity: alarm.severity, phase: phaseOf(alarm) }
    features.unshift({ type: 'Feature', geometry, properties })
  }
  return { type: 'FeatureCollection', features }
}

function outlineOf({ station }: WireAlarm, areas: GeoJSON.FeatureCollection): GeoJSON.Geometry | undefined {
  const group = groupOf(station)
  if (group?.kind !== 'area') return undefined
  return areas.features.find(({ id, properties }) => (id ?? properties?.['id']) === group.id)?.geometry
}

function hullOf(ids: readonly string[], stations: ReadonlyMap<string, WireStation>): GeoJSON.Polygon | null {
  const around = ids.flatMap((id) => {
    const station = stations.get(id)
    return station ? CORNERS.map(([dx, dy]): Point => [station.lon + dx, station.lat + dy]) : []
  })
  if (around.length === 0) return null
  const ring = convexHull(around)
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!].map(([lon, lat]) => [lon, lat])] }
}

/** The convex hull, counter-clockwise (Andrew's monotone chain). */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const half = (run: readonly Point[]): Point[] => {
    const chain: Point[] = []
    for (const point of run) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop()
      chain.push(point)
    }
    return chain.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}
