import type { ProvinceFiles } from './province.js'

const square = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]] // prettier-ignore

function feature(properties: object, geometry: object): object {
  return { type: 'Feature', properties, geometry }
}

function label(name: string): object {
  return feature({ name }, { type: 'Point', coordinates: [112, 13] })
}

/** The smallest province folder that is right, with some of its files changed. */
export function smallProvince(change: Record<string, unknown> = {}): ProvinceFiles {
  const polygon = { type: 'Polygon', coordinates: [square] }
  const files: Record<string, unknown> = {
    'province.json': { id: '99', version: 1, name: 'Tỉnh Thử', kind: 'tỉnh', bounds: [0, 0, 10, 10], attribution: [] },
    'areas.geojson': {
      type: 'FeatureCollection',
      features: [feature({ id: 'x', name: 'Xã X', kind: 'xã' }, polygon)],
    },
    'agencies.json': [],
    'stations.json': [],
    'rules.json': [],
    'basemap/labels.geojson': {
      type: 'FeatureCollection',
      features: ['Quần đảo Hoàng Sa (Việt Nam)', 'Quần đảo Trường Sa (Việt Nam)', 'Biển Đông'].map(label),
    },
    'basemap/land.geojson': { type: 'FeatureCollection', features: [feature({}, polygon)] },
    ...change,
  }
  return new Map(
    Object.entries(files).flatMap(([file, content]) => {
      if (content === undefined) return []
      return [[file, typeof content === 'string' ? content : JSON.stringify(content)]]
    }),
  )
}
