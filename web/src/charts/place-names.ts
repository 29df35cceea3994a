/** A name beside a line from top to bottom, in pixels from the left of the drawing. */
export interface NameToPlace {
  x: number
  /** With the room that it keeps to others. */
  width: number
}

export interface PlacedName {
  /** From the top, 0 first. */
  row: number
  side: 'left' | 'right'
}

/**
 * Where names stand so that none covers another or leaves the drawing: in the first row that is free on the right of
 * its line, or else on the left. Null where no row has room: the line stands alone then. Who comes first is placed first.
 */
export function placeNames(
  names: readonly NameToPlace[],
  { width, rows }: { width: number; rows: number },
): (PlacedName | null)[] {
  const taken: [left: number, right: number][][] = Array.from({ length: rows }, () => [])

  return names.map((name) => {
    if (name.width === 0) return null
    for (const [row, others] of taken.entries()) {
      for (const side of ['right', 'left'] as const) {
        const left = side === 'right' ? name.x : name.x - name.width
        const right = left + name.width
        if (left < 0 || right > width || others.some(([from, to]) => left < to && right > from)) continue
        others.push([left, right])
        return { row, side }
      }
    }
    return null
  })
}
