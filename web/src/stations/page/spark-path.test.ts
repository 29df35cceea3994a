import { expect, it } from 'vitest'
import { sparkPath } from './spark-path.js'

const box = { from: 0, to: 100, width: 100, height: 20, gapMs: 30 }

it('goes through the points from the lowest to the highest value', () => {
  expect(
    sparkPath(
      [
        [0, 1],
        [20, 3],
        [40, 2],
      ],
      box,
    ),
  ).toBe('M0 20L20 0L40 10')
})

it('is lifted off over a gap, and lies in the middle where nothing changes', () => {
  expect(
    sparkPath(
      [
        [0, 5],
        [20, 5],
        [80, 5],
      ],
      box,
    ),
  ).toBe('M0 10L20 10M80 10')
})

it('is nothing without a value', () => {
  expect(sparkPath([[10, null]], box)).toBe('')
})
