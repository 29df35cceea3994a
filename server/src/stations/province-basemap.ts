import type { Fault } from '../errors.js'
import type { ProvinceFiles, ReadJson } from './province.js'
import { geometryFault } from './shapes.js'

/** GeoJSON text by layer, in the order in which a map draws them. */
export type Basemap = ReadonlyMap<string, string>

const DRAWN_FIRST = ['land', 'country', 'rivers', 'roads', 'dams', 'labels']

/** What every map of the country names. */
const MUST_NAME = ['Quần đảo Hoàng Sa (Việt Nam)', 'Quần đảo Trường Sa (Việt Nam)', 'Biển Đông']

/** The layers of the base map, checked; a map that does not name the archipelagos and the sea is not taken. */
export function basemapFrom(files: ProvinceFiles, read: ReadJson, faults: Fault[]): Basemap {
  const layers = [...files.keys()].flatMap((file) => /^basemap\/([a-z0-9-]+)\.geojson$/.exec(file)?.[1] ?? [])
  layers.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
  const basemap = new Map<string, string>()
  for (const layer of layers) {
    const file = `basemap/${layer}.geojson`
    const document = read(file)
    if (document === null) continue
    faults.push(...collectionFaults(file, document))
    if (layer === 'labels') faults.push(...namingFaults(file, document))
    basemap.set(layer, files.get(file) as string)
  }
  return basemap
}

function rank(layer: string): number {
  const at = DRAWN_FIRST.indexOf(layer)
  return at < 0 ? DRAWN_FIRST.length : at
}

function featuresOf(document: unknown): { properties?: unknown; geometry?: unknown }[] | null {
  if (typeof document !== 'object' || document === null) return null
  const { type, features } = document as { type?: unknown; features?: unknown }
  return type === 'FeatureCollection' && Array.isArray(features) ? (features as object[]) : null
}

function collectionFaults(file: string, document: unknown): Fault[] {
  const features = featuresOf(document)
  if (!features) return [{ at: file, message: 'must be a FeatureCollection' }]
  return features.flatMap((feature, index) => {
    const fault = geometryFault(feature?.geometry)
    return fault ? [{ at: `${file}.features[${index}].geometry`, message: fault }] : []
  })
}

function namingFaults(file: string, document: unknown): Fault[] {
  const names = new Set((featuresOf(document) ?? []).map(({ properties }) => (properties as { name?: string })?.name))
  return MUST_NAME.filter((name) => !names.has(name)).map((name) => ({ at: file, message: `must name ${name}` }))
}
