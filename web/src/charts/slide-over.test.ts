import { HOUR, MINUTE } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import type { ChartPoint } from './series.js'
import { slideOver } from './slide-over.js'

const quarter: ChartPoint[] = [0, 1, 2, 3, 4, 5].map((n) => [n * 15 * MINUTE, n + 1])

it('adds up what came in the last hour, and forgets what is older', () => {
  expect(slideOver(quarter, { overMs: HOUR, how: 'sum', from: 45 * MINUTE })).toEqual([
    [45 * MINUTE, 10],
    [60 * MINUTE, 14],
    [75 * MINUTE, 18],
  ])
})

it('takes the mean of what was measured', () => {
  const points: ChartPoint[] = [
    [0, 2],
    [1, null],
    [MINUTE, 4],
  ]
  expect(slideOver(points, { overMs: HOUR, how: 'mean', from: 0 })).toEqual([
    [0, 2],
    [MINUTE, 3],
  ])
})
