import { TOGETHER } from '@ioc/shared/chance'
import type { StationId } from '@ioc/shared/ids'
import { HOUR, MINUTE, formatTime } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import type { IssuedForecast } from '../ports/forecasts.js'
import { expectedAt } from './expected-at.js'

const NOON = Date.parse('2026-11-22T05:00:00Z')

/** Step n has the median n. */
function issued(change: Pick<IssuedForecast, 'span' | 'stepMs'>, steps: number): IssuedForecast {
  const quantiles = Float32Array.from({ length: steps * 5 }, (_, n) => Math.floor(n / 5) + (n % 5) / 10 - 0.2)
  const place = { station: 'A' as StationId, property: 'water_level' }
  return { ...place, issuedAt: NOON, model: 'm', start: NOON, scale: 1, quantiles, extremal: TOGETHER, ...change }
}

const HOURS = issued({ span: 'hours', stepMs: 10 * MINUTE }, 18)
const DAYS = issued({ span: 'day', stepMs: HOUR }, 24)

it('takes the finest step that holds the moment', () => {
  expect(expectedAt([DAYS, HOURS], NOON + 65 * MINUTE)).toEqual({
    station: 'A',
    property: 'water_level',
    at: formatTime(NOON + HOUR),
    p05: 5.8,
    p25: 5.9,
    p50: 6,
    p75: 6.1,
    p95: 6.2,
  })
})

it('goes on with the coarser one where the finer has ended', () => {
  expect(expectedAt([HOURS, DAYS], NOON + 200 * MINUTE)).toMatchObject({ at: formatTime(NOON + 3 * HOUR), p50: 3 })
})

it('takes the last step where it ends within the hour before, and no older one', () => {
  expect(expectedAt([HOURS], NOON + 230 * MINUTE)).toMatchObject({ at: formatTime(NOON + 170 * MINUTE), p50: 17 })
  expect(expectedAt([HOURS], NOON + 250 * MINUTE)).toBeNull()
  expect(expectedAt([], NOON)).toBeNull()
})
