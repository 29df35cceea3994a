import { expect, it } from 'vitest'
import { tileOf, WHOLE } from './tile-of.js'

it('reads which part of the wall a screen shows', () => {
  expect(tileOf('1,1', '3x2')).toEqual({ columns: 3, rows: 2, column: 0, row: 0 })
  expect(tileOf('3,2', '3x2')).toEqual({ columns: 3, rows: 2, column: 2, row: 1 })
})

it.each([
  [undefined, undefined],
  ['4,1', '3x2'],
  ['1,3', '3x2'],
  ['0,1', '3x2'],
  ['1,1', 'x'],
])('shows the whole where %s of %s says nothing', (tile, of) => {
  expect(tileOf(tile, of)).toBe(WHOLE)
})
