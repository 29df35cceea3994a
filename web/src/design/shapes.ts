import type { STATION_KINDS } from '@ioc/shared/station'
import type { Standing } from '../stations/standing.js'

/** A shape in a box of 24 × 24, with the place of the glyph inside it; the same on the map, in lists and in the header. */
interface Shape {
  path: string
  glyph: { x: number; y: number; scale: number }
}

const RING = 'M12 3.6a8.4 8.4 0 1 0 0 16.8a8.4 8.4 0 0 0 0-16.8z'

/** Not closed yet. */
const OPEN_RING = 'M16.82 5.12a8.4 8.4 0 1 1-9.64 0'

export const SHAPES: Record<Standing, Shape> = {
  critical: {
    path: 'M7.6 1.4h8.8l6.2 6.2v8.8l-6.2 6.2H7.6l-6.2-6.2V7.6z',
    glyph: { x: 12, y: 12, scale: 0.58 },
  },
  high: { path: 'M12 1.8L22.9 20.8H1.1z', glyph: { x: 12, y: 14.6, scale: 0.46 } },
  medium: { path: 'M2.8 2.8h18.4v18.4H2.8z', glyph: { x: 12, y: 12, scale: 0.6 } },
  low: { path: 'M12 2a10 10 0 1 0 0 20a10 10 0 0 0 0-20z', glyph: { x: 12, y: 12, scale: 0.58 } },
  silent: { path: RING, glyph: { x: 12, y: 12, scale: 0.46 } },
  waiting: { path: OPEN_RING, glyph: { x: 12, y: 12, scale: 0.46 } },
  normal: { path: RING, glyph: { x: 12, y: 12, scale: 0.46 } },
}

interface Glyph {
  path: string
  solid: boolean
}

const DRAWN: Record<(typeof STATION_KINDS)[number] | 'other', Glyph> = {
  air: {
    path: 'M2 8h11.5a3 3 0 1 0-2.8-4M2 12.5h16.5a3.2 3.2 0 1 1-2.9 4.6M2 17h8a2.6 2.6 0 1 1-2.3 3.8',
    solid: false,
  },
  water: {
    path: 'M2 7.5c3.3-3.3 6.7-3.3 10 0s6.7 3.3 10 0M2 13c3.3-3.3 6.7-3.3 10 0s6.7 3.3 10 0M2 18.5c3.3-3.3 6.7-3.3 10 0s6.7 3.3 10 0',
    solid: false,
  },
  rain: { path: 'M12 2.5c4.4 5.4 6.8 8.7 6.8 12a6.8 6.8 0 0 1-13.6 0c0-3.3 2.4-6.6 6.8-12z', solid: false },
  traffic: {
    path: 'M3.5 17v-4.6l2.3-5.6a2.6 2.6 0 0 1 2.4-1.6h7.6a2.6 2.6 0 0 1 2.4 1.6l2.3 5.6v4.6zM3.5 12.2h17M6.5 17v3M17.5 17v3',
    solid: false,
  },
  power: { path: 'M13.6 1.5L4 13.8h6.3L9.2 22.5 20 9.7h-7z', solid: true },
  weather: {
    path: 'M12 7.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9zM12 1.5v2.5M12 20v2.5M1.5 12H4M20 12h2.5M4.6 4.6l1.8 1.8M17.6 17.6l1.8 1.8M4.6 19.4l1.8-1.8M17.6 6.4l1.8-1.8',
    solid: false,
  },
  other: { path: 'M12 7a5 5 0 1 0 0 10a5 5 0 0 0 0-10z', solid: true },
}

/** What a kind of station measures, in a box of 24 × 24; lines unless `solid`. Kinds stand in this order. */
export const GLYPHS: Readonly<Record<string, Glyph>> = DRAWN

export function hasGlyph(kind: string): boolean {
  return kind in GLYPHS
}
