import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { REGULAR, type SymbolLayout } from './fonts.js'
import type { Palette } from './palette.js'
import { stationLayers } from './station-layers.js'

export interface Look {
  palette: Palette
  /** How much larger than on a desk. */
  scale: number
}

/** What may be taken off the map, and put back. */
export const LAYERS_OF = {
  rivers: ['rivers', 'dams'],
  roads: ['roads', 'rails'],
  areas: ['areas-wash', 'areas-silent', 'areas-edge', 'areas-worst', 'area-names'],
  /** The province's own tiles, where it has any. */
  ground: [],
} as const
export type MapLayer = keyof typeof LAYERS_OF

/** Communes that nothing is heard of: hatched, for the land alone would look as if all were well. */
export const SILENT_AREAS = 'areas-silent'
export const HATCH = 'wash.silent'

const RAIN_WASHES = ['rain-1', 'rain-2', 'rain-3', 'rain-4', 'rain-5'] as const
const ROUGH = { 'fill-antialias': false }

/**
 * Every layer, bottom to top.
 *
 * Labels are placed from the top layer down: the icons of what is in alarm and the rings first, then the labels of
 * critical stations, then of high ones and so on, the quiet ones after them, the names of the land last. So no label ever
 * covers a mark, or the label of something worse than itself.
 */
export function layersOf({ palette, scale }: Look): LayerSpecification[] {
  // The same piece of land takes more pixels on a wall: what appears with zoom appears that much later.
  const closer = Math.max(0, Math.log2(scale))
  return [
    ...ground(palette, scale),
    ...outlines(palette, scale),
    ...names(palette, scale, closer),
    ...stationLayers(palette, scale, closer),
  ]
}

/** Of the communes those with these ids. */
export function oneOf(ids: readonly string[]): ExpressionSpecification {
  return ['in', ['get', 'id'], ['literal', [...ids]]]
}

function ground(palette: Palette, scale: number): LayerSpecification[] {
  const wash: ExpressionSpecification = ['coalesce', ['feature-state', 'wash'], '']
  const rains = RAIN_WASHES.slice()
  const tint: ExpressionSpecification = [
    'match',
    wash,
    ...(['critical', 'high', 'medium'] as const).flatMap((severity) => [severity, palette[`${severity}-fill`]]),
    ...rains.flatMap((rain) => [rain, palette[rain]]),
    palette['low-fill'],
  ] as unknown as ExpressionSpecification
  // What is less bad colours less: a province full of small faults is not to look like one in flood.
  const strength: ExpressionSpecification = [
    'match',
    wash,
    'critical',
    0.2,
    'high',
    0.15,
    'medium',
    0.07,
    'low',
    0.05,
    rains,
    0.72,
    0,
  ]
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': palette.land } },
    // The edges of what follows are drawn as lines: to smooth them as well would be seen by nobody, and costs a third of a frame.
    { id: 'country', type: 'fill', source: 'country', paint: { 'fill-color': palette['land-2'], ...ROUGH } },
    {
      id: 'country-edge',
      type: 'line',
      source: 'country',
      paint: { 'line-color': palette.edge, 'line-width': 0.8 * scale },
    },
    { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': palette['land-3'], ...ROUGH } },
    {
      id: 'areas-wash',
      type: 'fill',
      source: 'areas',
      paint: { 'fill-color': tint, 'fill-opacity': strength, ...ROUGH },
    },
    {
      id: SILENT_AREAS,
      type: 'fill',
      source: 'areas',
      filter: oneOf([]),
      paint: { 'fill-pattern': HATCH, ...ROUGH },
    },
    {
      id: 'rivers',
      type: 'line',
      source: 'rivers',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.river, 'line-width': 1.3 * scale },
    },
    {
      id: 'areas-edge',
      type: 'line',
      source: 'areas',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.edge, 'line-width': 0.75 * scale },
    },
    {
      // What is worse has the thicker edge as well: a state is never told by its colour alone.
      id: 'areas-worst',
      type: 'line',
      source: 'areas',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': tint,
        'line-width': ['match', wash, 'critical', 2.6 * scale, 'high', 1.8 * scale, 'medium', 1.1 * scale, 0],
        'line-opacity': 0.75,
      },
    },
    {
      id: 'roads',
      type: 'line',
      source: 'roads',
      minzoom: 7,
      filter: ['!=', ['get', 'kind'], 'rail'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.road,
        'line-width': ['interpolate', ['linear'], ['zoom'], 7, 0.5 * scale, 10, 1.4 * scale, 14, 3.4 * scale],
      },
    },
    {
      id: 'rails',
      type: 'line',
      source: 'roads',
      minzoom: 8,
      filter: ['==', ['get', 'kind'], 'rail'],
      paint: { 'line-color': palette.edge, 'line-width': 1 * scale, 'line-dasharray': [4, 3] },
    },
  ]
}

/** The areas of alarms that are about many stations: dashed, like everything that gives no signal. */
function outlines(palette: Palette, scale: number): LayerSpecification[] {
  const tone: ExpressionSpecification = [
    'match',
    ['get', 'severity'],
    'critical',
    palette.critical,
    'high',
    palette.high,
    'medium',
    palette.medium,
    palette.low,
  ]
  return [
    { id: 'outlines', type: 'fill', source: 'outlines', paint: { 'fill-color': tone, 'fill-opacity': 0.07 } },
    {
      id: 'outlines-edge',
      type: 'line',
      source: 'outlines',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': tone, 'line-width': 2.2 * scale, 'line-dasharray': [2.2, 1.6] },
    },
  ]
}

function names(palette: Palette, scale: number, closer: number): LayerSpecification[] {
  const sea = {
    type: 'symbol' as const,
    source: 'sea-name',
    layout: {
      'text-field': ['get', 'name'] satisfies ExpressionSpecification,
      'text-font': REGULAR,
      'text-size': 15 * scale,
      'text-letter-spacing': 0.16,
      'text-padding': 24 * scale,
      'symbol-sort-key': ['get', 'rank'] satisfies ExpressionSpecification,
    } as SymbolLayout,
    paint: { 'text-color': palette['map-text'], 'text-halo-color': palette.sea, 'text-halo-width': 1.2 * scale },
  }
  const halo = { 'text-halo-color': palette['land-3'], 'text-halo-width': 1.2 * scale }
  return [
    {
      id: 'dams',
      type: 'symbol',
      source: 'dams',
      minzoom: 9.5 + closer,
      layout: { 'text-field': ['concat', '▽ ', ['get', 'name']], 'text-font': REGULAR, 'text-size': 10.5 * scale },
      paint: { 'text-color': palette['map-text'], ...halo },
    },
    {
      id: 'area-names',
      type: 'symbol',
      source: 'area-names',
      minzoom: 8.4 + closer,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': REGULAR,
        'text-size': ['interpolate', ['linear'], ['zoom'], 8.5 + closer, 10.5 * scale, 12 + closer, 13 * scale],
        'text-max-width': 7,
        'text-padding': 6 * scale,
      },
      paint: { 'text-color': palette['map-text'], ...halo },
    },
    {
      id: 'province-names',
      type: 'symbol',
      source: 'labels',
      maxzoom: 8.4 + closer,
      filter: ['==', ['get', 'kind'], 'province'],
      layout: {
        'text-field': ['get', 'short'],
        'text-font': REGULAR,
        'text-size': 11 * scale,
        'text-padding': 4 * scale,
      },
      paint: { 'text-color': palette['map-text'], ...halo, 'text-halo-color': palette['land-2'] },
    },
    { ...sea, id: 'sea-name', maxzoom: 7, filter: ['==', ['get', 'rank'], 0] },
    { ...sea, id: 'sea-name-coast', minzoom: 7, filter: ['>', ['get', 'rank'], 0] },
    {
      id: 'islands',
      type: 'symbol',
      source: 'islands',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': REGULAR,
        'text-size': 11.5 * scale,
        'text-max-width': 9,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
        'text-anchor': 'top',
        'text-offset': [0, 0.6],
      },
      paint: { 'text-color': palette['text-2'], 'text-halo-color': palette.sea, 'text-halo-width': 1.6 * scale },
    },
  ]
}
