import type { Station } from '@ioc/shared/station'
import type { View } from '@ioc/shared/wire'

/** Whether a station is part of what a client asked to see; a part left out does not restrict. */
export function createSight({ bbox, kinds, areas, stations }: View): (station: Station) => boolean {
  const [west, south, east, north] = bbox ?? [-Infinity, -Infinity, Infinity, Infinity]
  const wanted = { kinds: kinds && new Set(kinds), areas: areas && new Set(areas), ids: stations && new Set(stations) }
  return ({ id, kind, area, lon, lat }) =>
    lon >= west &&
    lon <= east &&
    lat >= south &&
    lat <= north &&
    wanted.kinds?.has(kind) !== false &&
    wanted.areas?.has(area) !== false &&
    wanted.ids?.has(id) !== false
}

/** Reads what a client asks to see; null where it is no view. */
export function parseView(input: unknown): View | null {
  if (typeof input !== 'object' || input === null) return null
  const { bbox, zoom, others, kinds, areas, stations, also } = input as Record<string, unknown>
  const view: View = {}
  if (bbox !== undefined) {
    if (!Array.isArray(bbox) || bbox.length !== 4 || !bbox.every((side) => Number.isFinite(side))) return null
    view.bbox = bbox as NonNullable<View['bbox']>
  }
  if (zoom !== undefined) {
    if (typeof zoom !== 'number') return null
    view.zoom = zoom
  }
  if (others !== undefined) {
    if (others !== 'reporting') return null
    view.others = others
  }
  for (const [key, list] of Object.entries({ kinds, areas, stations, also })) {
    if (list === undefined) continue
    if (!Array.isArray(list) || list.length > 100_000 || !list.every((item) => typeof item === 'string')) return null
    view[key as 'kinds' | 'areas' | 'stations' | 'also'] = list
  }
  return view
}
