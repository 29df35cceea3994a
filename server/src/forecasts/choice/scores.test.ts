import { describe, expect, it } from 'vitest'
import { createScore, pinballLoss, seasonalScale } from './scores.js'

describe('the scores', () => {
  it('are means in units of the scale, over what is known', () => {
    const { add, score } = createScore()
    add([0, 4, 5, 6, 10], 7, 2)
    add([0, 4, 5, 6, 10], 5, 2)
    add([0, 4, 5, 6, 10], NaN, 2)
    expect(score()).toMatchObject({ mase: 0.5, within50: 0.5, within90: 1, count: 2 })
  })

  it('count the edges of a band in', () => {
    const { add, score } = createScore()
    for (const truth of [0, 10, 10.1, -0.1]) add([0, 4, 5, 6, 10], truth, 1)
    expect(score().within90).toBe(0.5)
  })

  it('weigh a miss by its side and quantile', () => {
    // (0.05·2 + 0.25·1 + 0 + 0.25·1 + 0.05·2) / 5
    expect(pinballLoss([-2, -1, 0, 1, 2], 0)).toBeCloseTo(0.14)
    expect(pinballLoss([0, 0, 0, 0, 0], 1)).toBeCloseTo(0.5)
    expect(pinballLoss([0, 0, 0, 0, 0], -1)).toBeCloseTo(0.5)
  })

  it('take their scale from neighbours a season apart', () => {
    expect(seasonalScale(Float64Array.of(1, 2, 2, 5, NaN, 6), 2)).toBe(5 / 3)
    expect(seasonalScale(Float64Array.of(3, 3, 3), 1)).toBe(1)
  })
})
