import type { LayerSpecification } from 'maplibre-gl'
import type { WireTileArchive } from '@ioc/shared/ground'
import type { Look } from './layers.js'

/**
 * How an archive of tiles is drawn that came without a style: pictures as they are, dimmed to lie under what is ours;
 * vector tiles in our own colours, by the names of the OpenMapTiles schema, which tilemaker and planetiler write.
 */
export function plainGround({ name, kind }: WireTileArchive, { palette, scale }: Look): LayerSpecification[] {
  const isDark = isDarker(palette.land, palette.text)
  if (kind === 'raster') {
    const paint = { 'raster-opacity': isDark ? 0.4 : 0.6, 'raster-saturation': -0.4, 'raster-fade-duration': 0 }
    return [{ id: `${name}-raster`, type: 'raster', source: name, paint }]
  }
  const of = (layer: string) => ({ id: `${name}-${layer}`, source: name, 'source-layer': layer })
  const width = (near: number) =>
    ['interpolate', ['exponential', 1.5], ['zoom'], 8, 0.5 * scale, 16, near * scale] as never
  return [
    { ...of('landcover'), type: 'fill', paint: { 'fill-color': palette['land-2'], 'fill-antialias': false } },
    { ...of('park'), type: 'fill', paint: { 'fill-color': palette['land-2'], 'fill-antialias': false } },
    { ...of('water'), type: 'fill', paint: { 'fill-color': palette.sea } },
    { ...of('waterway'), type: 'line', paint: { 'line-color': palette.river, 'line-width': width(4) } },
    { ...of('building'), type: 'fill', minzoom: 13, paint: { 'fill-color': palette['edge-2'] } },
    {
      ...of('transportation'),
      type: 'line',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.road, 'line-width': width(8) },
    },
  ]
}

function isDarker(colour: string, other: string): boolean {
  return lightOf(colour) < lightOf(other)
}

/** Of a colour as `#rrggbb`. */
function lightOf(hex: string): number {
  return [1, 3, 5].reduce((sum, at) => sum + Number.parseInt(hex.slice(at, at + 2), 16), 0)
}
