import { expect, it } from 'vitest'
import { TOGETHER } from '@ioc/shared/chance'
import type { StationId } from '@ioc/shared/ids'
import { HOUR, MINUTE } from '@ioc/shared/time'
import type { IssuedForecast } from '../ports/forecasts.js'
import { expectationOf } from './expectation.js'

function forecastOf(span: 'day' | 'hours', issuedAt: number, value: number): IssuedForecast {
  const [stepMs, steps] = span === 'day' ? [HOUR, 24] : [10 * MINUTE, 18]
  const quantiles = new Float32Array(5 * steps).fill(value)
  const place = { station: 'A' as StationId, property: 'flow', model: 'm', scale: 1, extremal: TOGETHER }
  return { ...place, span, issuedAt, start: issuedAt, stepMs, quantiles }
}

const T0 = 1_000 * HOUR

it('is the finest forecast as far as it goes, then the next', () => {
  const { issuedAt, steps } = expectationOf([forecastOf('day', T0 - HOUR, 1), forecastOf('hours', T0, 2)])!
  expect(issuedAt).toBe(T0)
  expect(steps.map(({ quantiles }) => quantiles[2])).toEqual([...Array(18).fill(2), ...Array(20).fill(1)])
  expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((a, b) => a - b))
})

it('leaves out one that was not made anew for hours, and is nothing without any', () => {
  const { steps } = expectationOf([forecastOf('day', T0 - 4 * HOUR, 1), forecastOf('hours', T0, 2)])!
  expect(steps).toHaveLength(18)
  expect(expectationOf([])).toBeNull()
})
