export interface Place {
  name: string
  lon: number
  lat: number
}

/** Named on every map we draw: on their places when in view, otherwise in a line with the way to them. */
export const ISLANDS: readonly Place[] = [
  { name: 'Quần đảo Hoàng Sa (Việt Nam)', lon: 112, lat: 16.45 },
  { name: 'Quần đảo Trường Sa (Việt Nam)', lon: 114, lat: 9.6 },
]

const ARROWS = ['→', '↗', '↑', '↖', '←', '↙', '↓', '↘'] as const

export interface Point {
  x: number
  y: number
}

/** The part of the screen where a label can be read. */
interface Pane {
  left: number
  top: number
  right: number
  bottom: number
}

/** A name in the corner line: where it is, and how near to go to see it. */
export interface IslandNote extends Place {
  arrow: string
  zoom: number
}

/** An archipelago is a few hundred kilometres across. */
const NOTE_ZOOM = 6.4

/** The islands whose label does not stand in the pane, each with the arrow that points to it. */
export function planIslandNotes(pane: Pane, project: (place: Place) => Point): IslandNote[] {
  const centre = { x: (pane.left + pane.right) / 2, y: (pane.top + pane.bottom) / 2 }
  return ISLANDS.flatMap((island) => {
    const { x, y } = project(island)
    if (x > pane.left && x < pane.right && y > pane.top && y < pane.bottom) return []
    // Screen y grows downwards; arrows turn the other way round.
    const eighth = Math.round(Math.atan2(centre.y - y, x - centre.x) / (Math.PI / 4))
    return [{ ...island, zoom: NOTE_ZOOM, arrow: ARROWS[(eighth + 8) % 8] ?? '→' }]
  })
}
