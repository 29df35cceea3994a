import { addProtocol, type LayerSpecification, type Map as MapView } from 'maplibre-gl'
import { Protocol } from 'pmtiles'
import type { WireGround } from '@ioc/shared/ground'
import { call } from '../access/call.js'
import type { Look } from './layers.js'
import { plainGround } from './plain-ground.js'

/** What is ours begins here: the province's own tiles lie beneath. */
const ABOVE = 'country-edge'

export interface Ground {
  /** Every layer of it, from the lowest, in the look of the moment. */
  layersOf(look: Look): LayerSpecification[]
}

/** Draws the province's own tiles beneath our map; they are read from our server, in parts, as the map needs them. */
export async function openGround(map: MapView, look: Look): Promise<Ground> {
  const { archives, style } = await call<WireGround>('ground')
  addProtocol('pmtiles', new Protocol().tile)
  const sources = style?.sources ?? Object.fromEntries(archives.map(({ name, kind }) => [name, sourceOf(name, kind)]))
  for (const [name, { type, url }] of Object.entries(sources)) {
    const archive = url.slice('pmtiles://'.length)
    map.addSource(`ground-${name}`, { type, url: `pmtiles://${location.origin}/api/v1/tiles/${archive}` })
  }
  const ground = {
    layersOf: (wanted: Look) => {
      const layers =
        (style?.layers as LayerSpecification[] | undefined) ?? archives.flatMap((each) => plainGround(each, wanted))
      return layers.map((layer) => ({ ...layer, id: `ground-${layer.id}`, ...named(layer) }))
    },
  }
  for (const layer of ground.layersOf(look)) map.addLayer(layer, ABOVE)
  // Our communes are filled all over: only their edges go with a ground of the province's own.
  map.setLayoutProperty('areas', 'visibility', 'none')
  return ground
}

function sourceOf(name: string, type: 'vector' | 'raster') {
  return { type, url: `pmtiles://${name}` }
}

function named(layer: LayerSpecification): object {
  return 'source' in layer && typeof layer.source === 'string' ? { source: `ground-${layer.source}` } : {}
}
