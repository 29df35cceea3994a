import { expect, it } from 'vitest'
import { createSteadyTime } from './steady-time.js'

it('goes on from where it was when a clock is put back', () => {
  const steady = createSteadyTime()
  expect([1_000, 2_000, 2_000, 500, 600, 100, 5_000].map(steady)).toEqual([
    1_000, 2_000, 2_000, 2_000, 2_100, 2_100, 7_000,
  ])
})
