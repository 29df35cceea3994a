import { describe, expect, it } from 'vitest'
import { fitRidge, valueOf, type Rows } from './ridge.js'
import { noise } from './wavy.fixture.js'

function rowsOf(count: number, valueAt: (a: number, b: number, row: number) => number): Rows {
  const next = noise(9)
  const features = Float64Array.from({ length: 2 * count }, next)
  const targets = Float64Array.from({ length: count }, (_, row) =>
    valueAt(features[2 * row]!, features[2 * row + 1]!, row),
  )
  return { features, targets, weights: new Float64Array(count).fill(1), width: 2, count }
}

describe('the regression', () => {
  it('finds the line', () => {
    const line = fitRidge(
      rowsOf(200, (a, b) => 5 + 2 * a - 3 * b),
      1e-9,
    )
    for (const [i, value] of [5, 2, -3].entries()) expect(line[i]).toBeCloseTo(value, 6)
    expect(valueOf(line, Float64Array.of(9, 1, 1), 1)).toBeCloseTo(4, 6)
  })

  it('is hardly moved by a tenth of wild values', () => {
    const line = fitRidge(
      rowsOf(300, (a, b, row) => 5 + 2 * a - 3 * b + (row % 10 === 0 ? 50 : 0)),
      1e-9,
    )
    expect(line[0]).toBeCloseTo(5, 0)
    expect(line[1]).toBeCloseTo(2, 0)
  })

  it('draws slopes to zero the more it is told to', () => {
    const rows = rowsOf(200, (a) => 2 * a)
    const slopes = [1e-6, 0.1, 1, 10].map((penalty) => fitRidge(rows, penalty)[1]!)
    expect(slopes).toEqual(slopes.toSorted((a, b) => b - a))
    expect(slopes.at(-1)).toBeLessThan(0.3)
  })

  it('counts rows by their weight, and stands features that never change', () => {
    const rows = rowsOf(100, (_, __, row) => (row < 50 ? 1 : 9))
    rows.features.fill(4)
    rows.weights.fill(0, 50)
    expect(valueOf(fitRidge(rows, 0.01), rows.features)).toBeCloseTo(1, 6)
  })
})
