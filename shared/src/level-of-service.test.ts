import { describe, expect, it } from 'vitest'
import { levelOfService } from './level-of-service.js'

describe('levelOfService', () => {
  const road = { freeFlowKmh: 60 }

  it.each([
    [60, 1],
    [51, 2],
    [40.3, 2],
    [40.1, 3],
    [30, 4],
    [24, 5],
    [18, 6],
    [0, 6],
  ])('of %d km/h where 60 flow freely is %d', (speed, level) => {
    expect(levelOfService(speed, road)).toBe(level)
  })

  it('takes the limits of the road where it has its own', () => {
    expect(levelOfService(30, { ...road, losC: 45 })).toBe(3)
  })

  it('is unknown where nobody said how fast the road flows freely', () => {
    expect(levelOfService(40, {})).toBeNull()
    expect(levelOfService(40, undefined)).toBeNull()
  })
})
