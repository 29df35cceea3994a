import { isInside, type Shape } from '@ioc/shared/shape'

/** The commune whose outline holds this place; null: none does. */
export function communeAt(areas: GeoJSON.FeatureCollection, lon: number, lat: number): string | null {
  const found = areas.features.find(({ geometry }) => isShape(geometry) && isInside(geometry, lon, lat))
  return found ? String(found.properties?.['id'] ?? found.id ?? '') || null : null
}

function isShape(geometry: GeoJSON.Geometry): geometry is GeoJSON.Geometry & Shape {
  return geometry.type === 'Polygon' || geometry.type === 'MultiPolygon'
}
