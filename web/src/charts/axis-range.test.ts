import { expect, it } from 'vitest'
import { axisRange } from './axis-range.js'
import type { LimitLine } from './limits.js'

const limit = (value: number): LimitLine => ({ name: 'limit', value, tone: 'high' })
const rounded = ({ min, max }: { min: number; max: number }) => [min, max].map((value) => Math.round(value * 100) / 100)

it('holds the values, and limits within their reach', () => {
  expect(rounded(axisRange([1, 2], [limit(3), limit(90)], false))).toEqual([0.84, 3.16])
})

it('begins at zero where amounts stand on it', () => {
  expect(rounded(axisRange([1, 2], [], true))).toEqual([0, 2.16])
})

it('holds what is wished for as far as it does not press the rest flat', () => {
  expect(rounded(axisRange([1, 2], [], false, [0.9, 2.2]))).toEqual([0.8, 2.3])
  expect(rounded(axisRange([1, 2], [], false, [-20, 16]))).toEqual([0.46, 2.54])
})
