import { describe, expect, it } from 'vitest'
import { atLeast, createSpans } from './spans.js'

describe('spans', () => {
  it('are the stretches in which something held, the last up to the end', () => {
    const spans = createSpans()
    for (const [at, holds] of [false, true, true, false, false, true, true].entries()) spans.tell(at, holds)
    expect(spans.end(9)).toEqual([
      [1, 3],
      [5, 9],
    ])
    expect(createSpans().end(9)).toEqual([])
  })
})

describe('atLeast', () => {
  const lists = [[[0, 10] as const, [20, 30] as const], [[5, 25] as const], [[8, 9] as const]]

  it('is when so many of the lists have a stretch', () => {
    expect(atLeast(1, lists)).toEqual([[0, 30]])
    expect(atLeast(2, lists)).toEqual([
      [5, 10],
      [20, 25],
    ])
    expect(atLeast(3, lists)).toEqual([[8, 9]])
    expect(atLeast(4, lists)).toEqual([])
  })

  it('does not break where one ends as another begins', () => {
    expect(atLeast(1, [[[0, 5]], [[5, 9]]])).toEqual([[0, 9]])
  })
})
