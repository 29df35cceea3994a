import { describe, expect, it } from 'vitest'
import { chancesBy, probabilityPast, quantileAt } from './chance.js'

const QUANTILES = [1, 2, 3, 5, 9]
const of = (index: number, ...chances: number[]) => chancesBy(chances.map((chance) => ({ chance, index })))

describe('quantiles', () => {
  it.each([
    [0.05, 1],
    [0.15, 1.5],
    [0.5, 3],
    [0.95, 9],
    [0.01, 1],
    [0.99, 9],
  ])('of %s', (probability, value) => expect(quantileAt(QUANTILES, probability)).toBeCloseTo(value))

  it('are the inverse of probabilities, on both sides', () => {
    for (let limit = 1.05; limit < 9; limit += 0.37) {
      const past = probabilityPast(QUANTILES, limit, 'above')
      expect(quantileAt(QUANTILES, 1 - past)).toBeCloseTo(limit)
      expect(probabilityPast(QUANTILES, limit, 'below')).toBeCloseTo(1 - past)
    }
    expect(probabilityPast(QUANTILES, 0, 'above')).toBe(0.95)
    expect(probabilityPast(QUANTILES, 9.1, 'above')).toBe(0)
    expect(probabilityPast([4, 4, 4, 4, 4], 4, 'above')).toBe(0.95)
  })
})

describe('the chance that a limit is passed by the end of each step', () => {
  it('is that of the likeliest step where all pass it together', () => {
    expect(of(0, 0.2, 0.5, 0.1)).toEqual([0.2, 0.5, 0.5].map((each) => expect.closeTo(each)))
  })

  it('is that of any of them where each passes it for itself', () => {
    expect(of(1, 0.2, 0.5, 0.1)).toEqual([0.2, 0.6, 0.64].map((each) => expect.closeTo(each)))
  })

  it('lies between, and never falls, whatever comes first', () => {
    const [, , last] = of(0.3, 0.2, 0.5, 0.1)
    expect(last).toBeGreaterThan(0.5)
    expect(last).toBeLessThan(0.64)
    expect(of(0.3, 0.5, 0.1, 0.2).at(-1)).toBeCloseTo(last!)
    expect(of(0.3, 0.1, 0.2, 0.5).toSorted((a, b) => a - b)).toEqual(of(0.3, 0.1, 0.2, 0.5))
  })

  it('takes each step as its own forecast does', () => {
    const [, both] = chancesBy([
      { chance: 0.5, index: 0 },
      { chance: 0.4, index: 1 },
    ])
    expect(both).toBeCloseTo(0.7)
  })

  it('is nothing of no step', () => expect(chancesBy([])).toEqual([]))
})
