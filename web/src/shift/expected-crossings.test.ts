import { expect, it } from 'vitest'
import type { WireForecast } from '@ioc/shared/forecast'
import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { expectedCrossings, withoutWarned } from './expected-crossings.js'

const NOW = Date.parse('2026-11-22T03:00:00Z')
const at = (ms: number) => new Date(NOW + ms).toISOString()
const forecast = (
  station: string,
  medians: readonly number[],
  { span = 'day', stepS = 3_600, spread = 0.1 }: { span?: WireForecast['span']; stepS?: number; spread?: number } = {},
): WireForecast => ({
  station,
  property: 'water_level',
  span,
  issuedAt: '',
  model: 'river',
  stepS,
  record: null,
  usualError: null,
  points: medians.map((p50, n) => ({
    at: at(n * stepS * SECOND),
    p05: p50 - 2 * spread,
    p25: p50 - spread,
    p50,
    p75: p50 + spread,
    p95: p50 + 2 * spread,
  })),
})
const river = (station: string, value: number, level: 1 | 2 = 1, limit: number = level) => ({
  station,
  value,
  at: at(0),
  next: { level, limit, inS: null },
})

it('says which limit comes next and when, what is expected before what may be', () => {
  const found = expectedCrossings(
    [forecast('may', [0.5, 0.95]), forecast('rising', [1.2, 1.6, 2.4, 3.6]), forecast('calm', [0.4, 0.4])],
    [river('may', 0.5), river('rising', 1.2, 2), river('calm', 0.4)],
    NOW,
  )
  expect(found).toMatchObject([
    // Halfway between the middles of the second and the third hour.
    { station: 'rising', level: 2, limit: 2, at: NOW + 2 * HOUR, expected: true },
    { station: 'may', level: 1, limit: 1, expected: false },
  ])
})

it('goes on from the newest level, not from the beginning of the hour that runs', () => {
  const [found] = expectedCrossings([forecast('a', [1.2, 1.5])], [river('a', 0.8)], NOW)
  expect(found!.at).toBe(NOW + 15 * MINUTE)
})

it('tells by the next hours as far as they reach', () => {
  const hours = forecast('a', [0.85, 0.9, 0.95], { span: 'hours', stepS: 600 })
  const [found] = expectedCrossings([forecast('a', [1.2, 1.2, 1.2]), hours], [river('a', 0.8)], NOW)
  // From the last of them, at 25 minutes, to the middle of the next hour.
  expect(found!.at).toBe(NOW + 38 * MINUTE)
})

it('believes no forecast that the newest level has left', () => {
  expect(expectedCrossings([forecast('a', [0.2, 1.2], { spread: 0.01 })], [river('a', 0.8)], NOW)).toEqual([])
})

it('is silent of a river whose level is not known, and of one above all its limits', () => {
  expect(expectedCrossings([forecast('unknown', [9, 9])], [], NOW)).toEqual([])
  expect(expectedCrossings([forecast('high', [4, 5])], [{ ...river('high', 4), next: null }], NOW)).toEqual([])
})

it('tells a river once, but not less of it for a warning of something else', () => {
  const crossings = expectedCrossings(
    [forecast('a', [0.5, 1.5]), forecast('b', [0.5, 1.5])],
    [river('a', 0.5), river('b', 0.5)],
    NOW,
  )
  const warnings = [
    { station: 'a', property: 'water_level' },
    { station: 'b', property: 'turbidity' },
  ]
  expect(withoutWarned(crossings, warnings as never).map(({ station }) => station)).toEqual(['b'])
})
