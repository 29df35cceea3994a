import { describe, expect, it } from 'vitest'
import { fillGaps } from './fill-gaps.js'

const filled = (values: number[], day = 4) => [...fillGaps(Float64Array.from(values), day)]

describe('a gap', () => {
  it('is bridged where it is short', () => {
    expect(filled([1, NaN, 3, NaN, NaN, NaN, 7])).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('is filled from the day before where it is long, and from the day after at the beginning', () => {
    expect(filled([1, 2, 3, 4, NaN, NaN, NaN, NaN, 9])).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 9])
    expect(filled([NaN, NaN, NaN, NaN, 5, 6, 7, 8])).toEqual([5, 6, 7, 8, 5, 6, 7, 8])
  })

  it('goes on at the end', () => {
    expect(filled([1, 2, 3, 4, 5, NaN, NaN])).toEqual([1, 2, 3, 4, 5, 2, 3])
  })

  it('is the mean where no day tells, and zero where nothing is known', () => {
    expect(filled([2, NaN, NaN, NaN, NaN, 4], 8)).toEqual([2, 3, 3, 3, 3, 4])
    expect(filled([NaN, NaN])).toEqual([0, 0])
  })
})
