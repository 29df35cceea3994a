import type { StationId } from '@ioc/shared/ids'
import type { Reporting } from '@ioc/shared/station'
import { expect, it } from 'vitest'
import { usualIntervalMs } from './usual-interval.js'

const usual = (...field: [reportIntervalS: number, reporting?: Reporting][]) =>
  usualIntervalMs(
    field.map(([reportIntervalS], n) => ({ id: String(n) as StationId, reportIntervalS })),
    (id) => field[Number(id)]?.[1] ?? 'reporting',
  )

it('is the interval that a quarter of the stations keep', () => {
  expect(usual([30], [30], [30], [600])).toBe(30_000)
  expect(usual([1], [30], [30], [30], [600])).toBe(30_000)
  expect(usual([3600], [600], [3600], [3600])).toBe(3_600_000)
})

it('goes by those that report', () => {
  expect(usual([30, 'silent'], [30, 'silent'], [30, 'never'], [600, 'late'], [900])).toBe(600_000)
  expect(usual([30, 'silent'], [30, 'never'])).toBeNull()
  expect(usual()).toBeNull()
})
