import { expect, it } from 'vitest'
import type { WireForecast } from '@ioc/shared/forecast'
import { HOUR } from '@ioc/shared/time'
import { expectedCrossings } from './expected-crossings.js'

const NOW = Date.parse('2026-11-22T03:00:00Z')
const forecast = (station: string, medians: readonly number[], spread = 0.1): WireForecast => ({
  ...{ station, property: 'water_level', span: 'day', issuedAt: '', model: 'river', stepS: 3_600 },
  ...{ record: null, usualError: null },
  points: medians.map((p50, n) => ({
    at: new Date(NOW + n * HOUR).toISOString(),
    ...{ p05: p50 - 2 * spread, p25: p50 - spread, p50, p75: p50 + spread, p95: p50 + 2 * spread },
  })),
})
const next = (level: 1 | 2, limit: number) => ({ level, limit, inS: null })
const crossings = (forecasts: WireForecast[], nexts: Record<string, ReturnType<typeof next> | null>) =>
  expectedCrossings(
    forecasts,
    Object.entries(nexts).map(([station, each]) => ({ station, next: each })),
    NOW,
  )

it('says which limit comes next and when, what is expected before what may be', () => {
  const found = crossings(
    [forecast('may', [0.5, 0.95]), forecast('rising', [1.2, 1.6, 2.1, 3.6]), forecast('calm', [0.4, 0.4])],
    { may: next(1, 1), rising: next(2, 2), calm: next(1, 1) },
  )
  expect(found).toEqual([
    { station: 'rising', level: 2, limit: 2, at: NOW + 2 * HOUR, expected: true },
    { station: 'may', level: 1, limit: 1, at: NOW + HOUR, expected: false },
  ])
})

it('is silent of a river whose level is not known, and of one above all its limits', () => {
  expect(crossings([forecast('unknown', [9, 9])], {})).toEqual([])
  expect(crossings([forecast('high', [4, 5])], { high: null })).toEqual([])
})
