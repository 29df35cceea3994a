import type { Station } from '@ioc/shared/station'
import type { View } from '@ioc/shared/wire'

/** Whether a station is part of what a client asked to see; a part left out does not restrict. */
export function isInView({ bbox, kinds, areas, stations }: View, station: Station): boolean {
  if (bbox) {
    const [west, south, east, north] = bbox
    const { lon, lat } = station
    if (lon < west || lon > east || lat < south || lat > north) return false
  }
  if (kinds && !kinds.includes(station.kind)) return false
  if (areas && !areas.includes(station.area)) return false
  return !stations || stations.includes(station.id)
}

/** Reads what a client asks to see; null where it is no view. */
export function parseView(input: unknown): View | null {
  if (typeof input !== 'object' || input === null) return null
  const { bbox, zoom, kinds, areas, stations } = input as Record<string, unknown>
  const view: View = {}
  if (bbox !== undefined) {
    if (!Array.isArray(bbox) || bbox.length !== 4 || !bbox.every((side) => Number.isFinite(side))) return null
    view.bbox = bbox as NonNullable<View['bbox']>
  }
  if (zoom !== undefined) {
    if (typeof zoom !== 'number') return null
    view.zoom = zoom
  }
  for (const [key, list] of Object.entries({ kinds, areas, stations })) {
    if (list === undefined) continue
    if (!Array.isArray(list) || list.length > 100_000 || !list.every((item) => typeof item === 'string')) return null
    view[key as 'kinds' | 'areas' | 'stations'] = list
  }
  return view
}
