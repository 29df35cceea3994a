import { z } from 'zod'
import type { GroundStyle } from '@ioc/shared/ground'
import { coded, type Fault } from '../errors.js'
import { schemaFaults } from './province-list.js'
import type { ReadJson } from './province.js'

const FILE = 'basemap/style.json'

const source = z.looseObject({
  type: z.enum(['vector', 'raster']),
  url: z.string().regex(/^pmtiles:\/\/[a-z0-9][a-z0-9-]{0,63}$/, 'must be pmtiles:// and the name of an archive'),
})
const styleSchema = z.looseObject({
  version: z.literal(8),
  sources: z.record(z.string(), source),
  layers: z.array(z.looseObject({ id: z.string().min(1), type: z.string() })),
})

/**
 * The style of the province's own tiles; null where it has none.
 *
 * Names and pictures are left out (`symbol`, patterns): letters would have to be fetched, and what is said on a map of
 * the country, Hoàng Sa, Trường Sa and Biển Đông above all, is ours to say. What points elsewhere is refused.
 */
export function groundFrom(read: ReadJson, faults: Fault[]): GroundStyle | null {
  const document = read(FILE)
  if (document === null) return null
  const parsed = styleSchema.safeParse(document)
  if (!parsed.success) {
    faults.push(...schemaFaults(FILE, parsed.error))
    return null
  }
  const sources = Object.entries(parsed.data.sources).map(([name, { type, url }]) => [name, { type, url }] as const)
  const layers = parsed.data.layers.filter(isDrawn)
  faults.push(...sourceFaults(layers, new Set(sources.map(([name]) => name))))
  return { sources: Object.fromEntries(sources), layers }
}

/** A start ends here where a style asks for an archive that is not there. */
export function requireArchives(
  { ground }: { ground: GroundStyle | null },
  archives: { has(name: string): boolean },
): void {
  const faults = Object.entries(ground?.sources ?? {}).flatMap(([name, { url }]): Fault[] => {
    const archive = url.slice('pmtiles://'.length)
    if (archives.has(archive)) return []
    return [{ at: `${FILE}.sources.${name}`, message: `there is no basemap/${archive}.pmtiles` }]
  })
  if (faults.length > 0) throw coded('province.bad', 'the style of the map asks for what is not there', { faults })
}

function isDrawn({ type, paint }: Record<string, unknown>): boolean {
  if (type === 'symbol') return false
  return !Object.keys(paint ?? {}).some((key) => key.endsWith('-pattern'))
}

function sourceFaults(layers: readonly Record<string, unknown>[], sources: ReadonlySet<string>): Fault[] {
  return layers.flatMap(({ id, type, source: name }) => {
    if (type === 'background' || sources.has(String(name))) return []
    return [{ at: `${FILE}.layers.${String(id)}`, message: `there is no source "${String(name)}"` }]
  })
}
