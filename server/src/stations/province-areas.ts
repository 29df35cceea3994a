import { z } from 'zod'
import type { Area } from '@ioc/shared/station'
import type { Shape } from '@ioc/shared/shape'
import type { Fault } from '../errors.js'
import type { Header } from './province-header.js'
import { schemaFaults } from './province-list.js'
import type { ReadJson } from './province.js'
import { geometryFault } from './shapes.js'

const FILE = 'areas.geojson'

const collectionSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      properties: z.object({
        id: z.string().min(1).max(64),
        name: z.string().min(1).max(200),
        kind: z.string().min(1).max(40),
      }),
      geometry: z.unknown(),
    }),
  ),
})

interface Areas {
  areas: Area[]
  shapes: Map<string, Shape>
  areasGeoJson: string
}

/** The communes with their shapes, and the province itself as the parent of them all. */
export function areasFrom(read: ReadJson, header: Header, faults: Fault[]): Areas {
  const province: Area = { id: header.id, name: header.name, kind: header.kind, parent: null }
  const found: Areas = { areas: [province], shapes: new Map(), areasGeoJson: '' }
  const document = read(FILE)
  if (document === null) return found
  const parsed = collectionSchema.safeParse(document)
  if (!parsed.success) {
    faults.push(...schemaFaults(FILE, parsed.error))
    return found
  }
  const features = parsed.data.features.map(({ properties: { id, name, kind }, geometry }, index) => {
    const at = `${FILE}.features[${index}]`
    const fault = geometryFault(geometry, ['Polygon', 'MultiPolygon'])
    if (fault) faults.push({ at: `${at}.geometry`, message: fault })
    if (id === province.id || found.shapes.has(id)) {
      faults.push({ at: `${at}.properties.id`, message: `"${id}" is already taken` })
    }
    const area: Area = { id, name, kind, parent: province.id }
    found.areas.push(area)
    found.shapes.set(id, geometry as Shape)
    return { type: 'Feature', properties: area, geometry }
  })
  return { ...found, areasGeoJson: JSON.stringify({ type: 'FeatureCollection', features }) }
}
