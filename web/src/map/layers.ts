import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { Palette } from './palette.js'

/** The first name gives the weight; the second is the font of the page. */
const REGULAR = ['Inter Medium', 'Inter Variable']
const STRONG = ['Inter Semibold', 'Inter Variable']
const LOUD: ExpressionSpecification = ['==', ['get', 'loud'], true]
const QUIET: ExpressionSpecification = ['!=', ['get', 'loud'], true]

export interface Look {
  palette: Palette
  /** How much larger than on a desk. */
  scale: number
}

/**
 * Every layer, bottom to top.
 *
 * Labels are placed from the top layer down: icons in alarm first, then their labels, worst before less, then the
 * quiet ones, then the names of the land. So no label ever covers something worse than itself.
 */
export function layersOf({ palette, scale }: Look): LayerSpecification[] {
  return [...ground(palette, scale), ...names(palette, scale), ...stations(palette, scale)]
}

function ground(palette: Palette, scale: number): LayerSpecification[] {
  const tint: ExpressionSpecification = [
    'match',
    ['coalesce', ['feature-state', 'tone'], ''],
    'critical',
    palette['critical-fill'],
    'high',
    palette['high-fill'],
    palette['land-3'],
  ]
  const toned: ExpressionSpecification = [
    'in',
    ['coalesce', ['feature-state', 'tone'], ''],
    ['literal', ['critical', 'high']],
  ]
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': palette.land } },
    { id: 'country', type: 'fill', source: 'country', paint: { 'fill-color': palette['land-2'] } },
    {
      id: 'country-edge',
      type: 'line',
      source: 'country',
      paint: { 'line-color': palette.edge, 'line-width': 0.8 * scale },
    },
    { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': palette['land-3'] } },
    {
      id: 'areas-tone',
      type: 'fill',
      source: 'areas',
      paint: { 'fill-color': tint, 'fill-opacity': ['case', toned, 0.13, 0] },
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

function names(palette: Palette, scale: number): LayerSpecification[] {
  const halo = { 'text-halo-color': palette['land-3'], 'text-halo-width': 1.2 * scale }
  return [
    {
      id: 'dams',
      type: 'symbol',
      source: 'dams',
      minzoom: 9.5,
      layout: { 'text-field': ['concat', '▽ ', ['get', 'name']], 'text-font': REGULAR, 'text-size': 10.5 * scale },
      paint: { 'text-color': palette['map-text'], ...halo },
    },
    {
      id: 'area-names',
      type: 'symbol',
      source: 'area-names',
      minzoom: 8.4,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': REGULAR,
        'text-size': ['interpolate', ['linear'], ['zoom'], 8.5, 10.5 * scale, 12, 13 * scale],
        'text-max-width': 7,
        'text-padding': 6 * scale,
      },
      paint: { 'text-color': palette['map-text'], ...halo },
    },
    {
      id: 'province-names',
      type: 'symbol',
      source: 'labels',
      maxzoom: 8.4,
      filter: ['==', ['get', 'kind'], 'province'],
      layout: {
        'text-field': ['get', 'short'],
        'text-font': REGULAR,
        'text-size': 11 * scale,
        'text-padding': 4 * scale,
      },
      paint: { 'text-color': palette['map-text'], ...halo, 'text-halo-color': palette['land-2'] },
    },
    {
      id: 'sea-name',
      type: 'symbol',
      source: 'sea-name',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': REGULAR,
        'text-size': 15 * scale,
        'text-letter-spacing': 0.16,
        'text-padding': 160 * scale,
        'symbol-sort-key': ['get', 'rank'],
      },
      paint: { 'text-color': palette['map-text'], 'text-halo-color': palette.sea, 'text-halo-width': 1.2 * scale },
    },
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

function stations(palette: Palette, scale: number): LayerSpecification[] {
  const place = {
    'text-field': ['get', 'label'],
    'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
    'text-justify': 'auto',
    'symbol-sort-key': ['get', 'rank'],
    'text-padding': 1,
  } satisfies Record<string, unknown>
  const ink = { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 * scale }
  const icon = {
    'icon-image': ['get', 'icon'],
    'icon-allow-overlap': true,
    'icon-padding': 0,
    'symbol-sort-key': ['-', 0, ['get', 'rank']],
  } satisfies Record<string, unknown>
  return [
    {
      id: 'chosen',
      type: 'circle',
      source: 'stations',
      filter: ['==', ['get', 'id'], ''],
      paint: {
        'circle-radius': 21 * scale,
        'circle-color': palette.accent,
        'circle-opacity': 0.14,
        'circle-stroke-color': palette.accent,
        'circle-stroke-width': 2 * scale,
      },
    },
    {
      id: 'quiet-labels',
      type: 'symbol',
      source: 'stations',
      minzoom: 10.4,
      filter: QUIET,
      layout: {
        ...place,
        'text-font': REGULAR,
        'text-size': 11.5 * scale,
        'text-radial-offset': 0.95,
      } as Extract<LayerSpecification, { type: 'symbol' }>['layout'] & object,
      paint: { ...ink, 'text-color': palette['text-2'] },
    },
    {
      id: 'quiet-icons',
      type: 'symbol',
      source: 'stations',
      filter: QUIET,
      layout: icon as Extract<LayerSpecification, { type: 'symbol' }>['layout'] & object,
    },
    {
      id: 'loud-labels',
      type: 'symbol',
      source: 'stations',
      filter: LOUD,
      layout: {
        ...place,
        'text-font': STRONG,
        'text-size': 13 * scale,
        'text-radial-offset': ['match', ['get', 'rank'], [0, 1], 1.6, 1.32],
      } as Extract<LayerSpecification, { type: 'symbol' }>['layout'] & object,
      paint: ink,
    },
    {
      id: 'loud-icons',
      type: 'symbol',
      source: 'stations',
      filter: LOUD,
      layout: icon as Extract<LayerSpecification, { type: 'symbol' }>['layout'] & object,
    },
  ]
}

export const STATION_LAYERS = ['loud-icons', 'quiet-icons'] as const
