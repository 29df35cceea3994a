import { expect, it } from 'vitest'
import { combine, type Combine } from './bucket.js'
import type { Quality } from './observation.js'

const member = (value: number, quality: Quality = 'good') => ({ value, quality })

it.each<[Combine, number[], number]>([
  ['mean', [1, 2, 6], 3],
  ['sum', [1, 2, 6], 9],
  ['min', [2, 1, 6], 1],
  ['max', [2, 6, 1], 6],
  ['count', [5, 5, 5], 3],
  ['last', [6, 2, 1], 1],
])('takes the %s of %j: %d', (how, values, expected) => {
  expect(
    combine(
      values.map((value) => member(value)),
      how,
    ),
  ).toEqual({ ...member(expected), goodCount: values.length })
})

it('takes the mean of angles on the circle', () => {
  expect(combine([member(350), member(20)], 'circular-mean').value).toBeCloseTo(5)
  expect(combine([member(260), member(280)], 'circular-mean').value).toBeCloseTo(270)
})

it('takes good members alone, and all of them with the worst quality where none is good', () => {
  expect(combine([member(1), member(9, 'fault')], 'max')).toEqual({ ...member(1), goodCount: 1 })
  const bad = [member(2, 'suspect'), member(4, 'fault'), member(6, 'calibrating')]
  expect(combine(bad, 'mean')).toEqual({ ...member(4, 'fault'), goodCount: 0 })
})
