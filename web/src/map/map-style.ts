import type { StyleSpecification } from 'maplibre-gl'
import { ISLANDS } from './island-notes.js'
import { labelPoints } from './label-points.js'
import { layersOf, type Look } from './layers.js'
import { seaName } from './sea-name.js'

const LAYERS_OF_LAND = ['land', 'country', 'roads', 'rivers', 'labels', 'dams'] as const

interface Ground {
  /** Layers the server has. */
  basemap: readonly string[]
  areas: GeoJSON.FeatureCollection
  sea: string
}

/** The map before any station stands on it. */
export function mapStyle(look: Look, { basemap, areas, sea }: Ground): StyleSpecification {
  const nothing: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }
  const land = LAYERS_OF_LAND.map((layer) => {
    const data = basemap.includes(layer) ? `${location.origin}/api/v1/basemap/${layer}` : nothing
    return [layer, { type: 'geojson' as const, data }]
  })
  const islands = ISLANDS.map(({ name, lon, lat }) => ({
    type: 'Feature' as const,
    geometry: { type: 'Point' as const, coordinates: [lon, lat] },
    properties: { name },
  }))
  return {
    version: 8,
    sources: {
      ...Object.fromEntries(land),
      areas: { type: 'geojson', data: areas, promoteId: 'id' },
      'area-names': { type: 'geojson', data: labelPoints(areas) },
      'sea-name': { type: 'geojson', data: seaName(sea) },
      islands: { type: 'geojson', data: { type: 'FeatureCollection', features: islands } },
      outlines: { type: 'geojson', data: nothing },
      rings: { type: 'geojson', data: nothing, promoteId: 'id' },
      stations: { type: 'geojson', data: nothing, promoteId: 'id' },
    },
    layers: layersOf(look),
  }
}
