import { HOUR, MINUTE } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import { addToBar, appendPoint, extremesOf, lonePoints, toPoints, withGaps, type ChartPoint } from './series.js'

const T = Date.parse('2026-11-22T05:00:00.000Z')

it('reads observations as points', () => {
  expect(toPoints([{ at: '2026-11-22T05:00:00.000Z', value: 1.5, quality: 'good' }])).toEqual([[T, 1.5]])
})

it('draws no line across a gap', () => {
  const points: ChartPoint[] = [
    [T, 1],
    [T + MINUTE, 2],
    [T + HOUR, 3],
  ]
  expect(withGaps(points, 2 * MINUTE)).toEqual([
    [T, 1],
    [T + MINUTE, 2],
    [T + MINUTE + 1, null],
    [T + HOUR, 3],
  ])
})

it('finds the points that no line reaches', () => {
  const points: ChartPoint[] = [
    [T, 1],
    [T + HOUR, 2],
    [T + HOUR + MINUTE, 3],
    [T + 2 * HOUR, 0],
  ]
  const drawn = withGaps(points, 2 * MINUTE)
  expect([...lonePoints(drawn)].map((i) => drawn[i])).toEqual([points[0], points[3]])
})

it('appends a live value once, and only a newer one', () => {
  const once = appendPoint([[T, 1]], T + MINUTE, 2)
  expect(once).toEqual([
    [T, 1],
    [T + MINUTE, 2],
  ])
  expect(appendPoint(once, T + MINUTE, 2)).toBe(once)
})

it('adds an amount to the bar of its hour and opens the next', () => {
  const bars = addToBar([[T, 2]], T + 10 * MINUTE, 0.5, HOUR)
  expect(bars).toEqual([[T, 2.5]])
  expect(addToBar(bars, T + HOUR, 1, HOUR)).toEqual([
    [T, 2.5],
    [T + HOUR, 1],
  ])
})

it('knows the lowest, the highest and the total, gaps left out', () => {
  expect(
    extremesOf([
      [T, 1],
      [T + 1, null],
      [T + 2, 3],
    ]),
  ).toEqual({ min: 1, max: 3, sum: 4 })
  expect(extremesOf([[T, null]])).toBeNull()
})
