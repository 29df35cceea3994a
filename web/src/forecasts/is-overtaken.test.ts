import { expect, it } from 'vitest'
import type { WireForecast } from '@ioc/shared/forecast'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { isOvertaken } from './is-overtaken.js'

const T0 = Date.parse('2026-11-22T03:00:00Z')
/** Between 1 and 2 in the first hour, between 2 and 3 in the second. */
const forecast = {
  stepS: 3_600,
  points: [0, 1].map((hour) => ({ at: new Date(T0 + hour * HOUR).toISOString(), p05: 1 + hour, p95: 2 + hour })),
} as WireForecast

it.each<[string, number, number, boolean]>([
  ['within its band', 10, 1.5, false],
  ['a little outside', 10, 2.9, false],
  ['far above', 10, 3.1, true],
  ['far below', 10, -0.1, true],
  ['of the next step', 70, 3.9, false],
  ['before its first step', -10, 9, false],
  ['after its last', 130, 9, false],
])('a value %s', (_, minutes, value, expected) => {
  expect(isOvertaken(forecast, { at: T0 + minutes * MINUTE, value })).toBe(expected)
})

it('takes the hair that a band is at first for no more than where it leads', () => {
  const points = Array.from({ length: 12 }, (_, i) => ({
    at: new Date(T0 + i * 10 * MINUTE).toISOString(),
    p05: 2 + 0.1 * i,
    p95: 2.05 + 0.2 * i,
  }))
  const opening = { stepS: 600, points } as WireForecast
  expect(isOvertaken(opening, { at: T0 + 5 * MINUTE, value: 2.4 })).toBe(false)
  expect(isOvertaken(opening, { at: T0 + 5 * MINUTE, value: 2.8 })).toBe(true)
})
