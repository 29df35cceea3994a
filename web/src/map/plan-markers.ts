import type { GeoJSONSourceDiff } from 'maplibre-gl'
import type { Row } from '../stations/row.js'
import { isQuiet, rankOf } from '../stations/standing.js'

/** What the map shows of one station; equal markers need no drawing. */
export interface Marker {
  id: string
  lon: number
  lat: number
  /** Which picture: `standing.phase.kind.live|silent`, and `.foretold` where worse is expected of what stands wrong. */
  icon: string
  /** Value and unit; empty where there is none to show. */
  label: string
  /** 0 is the worst: its label is placed first and its icon lies on top. */
  rank: number
  /** In alarm: large, and labelled at every zoom. */
  loud: boolean
}

export type Markers = ReadonlyMap<string, Marker>

/** Decides how a station looks on the map. */
export function toMarker({ station, look }: Row, label: string, kindHasGlyph: (kind: string) => boolean): Marker {
  const loud = !isQuiet(look.standing)
  const kind = kindHasGlyph(station.kind) ? station.kind : 'other'
  return {
    id: station.id,
    lon: station.lon,
    lat: station.lat,
    icon: [
      look.standing,
      look.phase,
      kind,
      look.silent ? 'silent' : 'live',
      ...(look.foretold ? ['foretold'] : []),
    ].join('.'),
    label: look.silent && !loud ? '' : label,
    rank: rankOf(look.standing),
    loud,
  }
}

/** What must change on the map to get from one set of markers to another; null where nothing must. */
export function planMarkers(drawn: Markers, wanted: Markers): GeoJSONSourceDiff | null {
  const remove = [...drawn.keys()].filter((id) => !wanted.has(id))
  const add: GeoJSON.Feature[] = []
  const update: NonNullable<GeoJSONSourceDiff['update']> = []

  for (const marker of wanted.values()) {
    const before = drawn.get(marker.id)
    if (!before) add.push(toFeature(marker))
    else if (!isSame(before, marker)) update.push(toChange(before, marker))
  }
  return remove.length + add.length + update.length === 0 ? null : { remove, add, update }
}

const KEYS = ['icon', 'label', 'rank', 'loud'] as const

function isSame(a: Marker, b: Marker): boolean {
  return KEYS.every((key) => a[key] === b[key]) && a.lon === b.lon && a.lat === b.lat
}

function toFeature({ lon, lat, ...properties }: Marker): GeoJSON.Feature {
  return { type: 'Feature', id: properties.id, geometry: { type: 'Point', coordinates: [lon, lat] }, properties }
}

function toChange(before: Marker, after: Marker): NonNullable<GeoJSONSourceDiff['update']>[number] {
  const moved = before.lon !== after.lon || before.lat !== after.lat
  return {
    id: after.id,
    ...(moved ? { newGeometry: { type: 'Point', coordinates: [after.lon, after.lat] } } : {}),
    addOrUpdateProperties: KEYS.filter((key) => before[key] !== after[key]).map((key) => ({ key, value: after[key] })),
  }
}
