import { expect, it } from 'vitest'
import { placeNames, type NameToPlace } from './place-names.js'

const ROOM = { width: 400, rows: 3 }
const at = (x: number, width = 80): NameToPlace => ({ x, width })

it('puts names beside each other where they do not meet, and below each other where they do', () => {
  expect(placeNames([at(0), at(100), at(120)], ROOM)).toEqual([
    { row: 0, side: 'right' },
    { row: 0, side: 'right' },
    { row: 1, side: 'right' },
  ])
})

it('turns to the left at the right edge', () => {
  expect(placeNames([at(390), at(395)], ROOM)).toEqual([
    { row: 0, side: 'left' },
    { row: 1, side: 'left' },
  ])
})

it('leaves out what has no room, and what has no name', () => {
  const crowd = Array.from({ length: 8 }, () => at(200))
  expect(placeNames(crowd, ROOM).filter(Boolean)).toHaveLength(6)
  expect(placeNames([at(10, 0), at(20, 500)], ROOM)).toEqual([null, null])
})

it('never lets two names meet, wherever they are', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const names = Array.from({ length: 9 }, (_, n) => at((seed * 7919 * (n + 1)) % 400, 20 + ((seed * (n + 3)) % 120)))
    const boxes = placeNames(names, ROOM).flatMap((placed, n) => {
      if (!placed) return []
      const left = placed.side === 'right' ? names[n]!.x : names[n]!.x - names[n]!.width
      return [{ row: placed.row, left, right: left + names[n]!.width }]
    })
    expect(boxes.length).toBeGreaterThan(2)
    for (const box of boxes) expect([box.left >= 0, box.right <= ROOM.width]).toEqual([true, true])
    for (const [n, one] of boxes.entries()) {
      for (const other of boxes.slice(n + 1)) {
        expect(one.row !== other.row || one.right <= other.left || other.right <= one.left).toBe(true)
      }
    }
  }
})
