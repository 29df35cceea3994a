import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { REGULAR, STRONG, type SymbolLayout } from './fonts.js'
import type { Palette } from './palette.js'

const QUIET: ExpressionSpecification = ['!=', ['get', 'loud'], true]

/** Ranks in alarm, least first: what is worse lies on top and has the first choice of place. */
const RANKS = [3, 2, 1, 0]

/**
 * Where a label may stand: close to its marker on each side first, then a line higher or lower, so that among markers
 * that lie close together the worst finds room too.
 *
 * @param away from the middle of the marker, in letters
 */
function placesOf(away: number, most = Infinity): NonNullable<SymbolLayout['text-variable-anchor-offset']> {
  const slant = away * Math.SQRT1_2
  const places: [anchor: string, offset: [x: number, y: number]][] = [
    ['left', [away, 0]],
    ['right', [-away, 0]],
    ['top', [0, away]],
    ['bottom', [0, -away]],
    ['top-left', [slant, slant]],
    ['top-right', [-slant, slant]],
    ['bottom-left', [slant, -slant]],
    ['bottom-right', [-slant, -slant]],
    ['top', [0, 2 * away]],
    ['bottom', [0, -2 * away]],
    ['top-left', [slant, 2 * away]],
    ['top-right', [-slant, 2 * away]],
    ['bottom-left', [slant, -2 * away]],
    ['bottom-right', [-slant, -2 * away]],
  ]
  return places.slice(0, most).flat() as NonNullable<SymbolLayout['text-variable-anchor-offset']>
}

/** The stations, from the quiet ones up to the critical. */
export function stationLayers(palette: Palette, scale: number, closer: number): LayerSpecification[] {
  const label: SymbolLayout = {
    'text-field': ['get', 'label'],
    'text-justify': 'auto',
    'text-padding': 1,
  }
  const icon: SymbolLayout = { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-padding': 0 }
  const ink = { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 * scale }
  const wrong = RANKS.map((rank): ExpressionSpecification => [
    'all',
    ['==', ['get', 'loud'], true],
    ['==', ['get', 'rank'], rank],
  ])
  const labels = RANKS.map((rank, index): LayerSpecification => {
    const text: SymbolLayout = {
      'text-font': STRONG,
      'text-size': 13 * scale,
      'text-variable-anchor-offset': placesOf(rank < 2 ? 1.6 : 1.32),
    }
    const filter = wrong[index]!
    return {
      id: `labels-${rank}`,
      type: 'symbol',
      source: 'stations',
      filter,
      layout: { ...label, ...text },
      paint: ink,
    }
  })
  const icons = RANKS.map((rank, index): LayerSpecification => {
    return { id: `icons-${rank}`, type: 'symbol', source: 'stations', filter: wrong[index]!, layout: icon }
  })
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
      minzoom: 10.4 + closer,
      filter: QUIET,
      layout: {
        ...label,
        'text-font': REGULAR,
        'text-size': 11.5 * scale,
        'text-variable-anchor-offset': placesOf(1.15, 8),
      },
      paint: { ...ink, 'text-color': palette['text-2'] },
    },
    {
      id: 'quiet-icons',
      type: 'symbol',
      source: 'stations',
      filter: QUIET,
      layout: { ...icon, 'symbol-sort-key': ['-', 0, ['get', 'rank']] },
    },
    ...labels,
    {
      id: 'rings',
      type: 'symbol',
      source: 'rings',
      layout: { ...icon, 'symbol-sort-key': ['-', 0, ['get', 'rank']] },
    },
    ...icons,
  ]
}

export const STATION_LAYERS = [...RANKS.map((rank) => `icons-${rank}`), 'quiet-icons']
