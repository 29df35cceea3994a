/** Which part of a wall one screen of it shows; the whole where nothing is said. */
export interface Tile {
  columns: number
  rows: number
  column: number
  row: number
}

export const WHOLE: Tile = { columns: 1, rows: 1, column: 0, row: 0 }

/** Reads `tile=2,1` of `of=3x2`, counted from 1, from the left and from the top. */
export function tileOf(tile: unknown, of: unknown): Tile {
  const [, columns = 0, rows = 0] = /^([1-9])x([1-9])$/.exec(String(of))?.map(Number) ?? []
  const [, column = 0, row = 0] = /^([1-9]),([1-9])$/.exec(String(tile))?.map(Number) ?? []
  if (column < 1 || row < 1 || column > columns || row > rows) return WHOLE
  return { columns, rows, column: column - 1, row: row - 1 }
}
