import type { WireAlarmQuality } from '@ioc/shared/alarm-quality'
import { expect, it } from 'vitest'
import { sharesOf, verdictsOf } from './verdicts.js'

const figures = (mean: number, peak: number, share: number, count: number) =>
  ({
    rate: { mean, peak, peakAt: null },
    floods: { share, longestS: 0, list: [] },
    standing: { count, lines: [] },
  }) as unknown as WireAlarmQuality

it('holds each figure against what is asked of it, the limit itself being good but for what must be fewer', () => {
  expect(verdictsOf(figures(1, 10, 0.01, 4))).toEqual({ rate: true, peak: true, flood: true, standing: true })
  expect(verdictsOf(figures(1.1, 10.5, 0.02, 5))).toEqual({ rate: false, peak: false, flood: false, standing: false })
})

it('shares out what there is', () => {
  expect(sharesOf([1, 3])).toEqual([0.25, 0.75])
  expect(sharesOf([0, 0])).toEqual([0, 0])
})
