import { expect, it } from 'vitest'
import type { Quantiles } from '../choice/scores.js'
import { widenBands } from './widen-bands.js'

const BAND: Quantiles = [-2, -1, 0, 1, 2]
const said = (...truth: number[]) => ({ steps: truth.map(() => BAND), truth })

it('leaves a band that was wide enough', () => {
  const before = Array.from({ length: 40 }, (_, i) => said(Math.sin(i) / 2))
  expect(widenBands([BAND], before)).toEqual([BAND])
})

it('widens only the side on which truth lay outside, by as much as it did', () => {
  const before = Array.from({ length: 40 }, (_, i) => said(i % 8 === 0 ? 6 : 0.2))
  const [[low, lower, middle, upper, high]] = widenBands([BAND], before) as [Quantiles]
  expect([low, lower, middle]).toEqual([-2, -1, 0])
  expect(upper).toBe(1)
  expect(high).toBeGreaterThanOrEqual(6)
})

it('takes a lead of which too little is known as the one before it', () => {
  const before = Array.from({ length: 40 }, () => said(8))
  const bands = Array.from({ length: 24 }, () => BAND)
  const wide = widenBands(bands, before)
  expect(wide[20]).toEqual(wide[0])
  expect(widenBands(bands, before.slice(0, 2))).toEqual(bands)
})
