import { expect, it } from 'vitest'
import type { WireForecastPoint } from '@ioc/shared/forecast'
import { HOUR, formatTime } from '@ioc/shared/time'
import { peakOf } from './peak-of.js'

const START = Date.UTC(2026, 10, 22)
const ahead = (...medians: number[]) => ({
  stepS: 3600,
  points: medians.map((p50, hour): WireForecastPoint => {
    return { at: formatTime(START + hour * HOUR), p05: p50 - 2, p25: p50 - 1, p50, p75: p50 + 1, p95: p50 + 2 }
  }),
})

it('names the hour by its start, the first of those that are as high', () => {
  expect(peakOf(ahead(3, 9, 4, 9), START)).toEqual({ at: formatTime(START + HOUR), value: 9 })
})

it('leaves out an hour that is over, and counts the one that runs', () => {
  const forecast = ahead(9, 4, 7, 5)
  expect(peakOf(forecast, START + HOUR - 1)).toEqual({ at: formatTime(START), value: 9 })
  expect(peakOf(forecast, START + HOUR)).toEqual({ at: formatTime(START + 2 * HOUR), value: 7 })
})

it('knows none once all are over', () => {
  expect(peakOf(ahead(9, 4), START + 2 * HOUR - 1)).toMatchObject({ value: 4 })
  expect(peakOf(ahead(9, 4), START + 2 * HOUR)).toBeNull()
})
