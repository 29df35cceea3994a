import { expect, it } from 'vitest'
import type { WireForecast } from '@ioc/shared/forecast'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { joinAhead, middleOf } from './join-ahead.js'

const T0 = Date.parse('2026-11-22T03:00:00Z')
function forecast(stepMs: number, count: number, p50: number): WireForecast {
  const points = Array.from({ length: count }, (_, n) => ({ at: new Date(T0 + n * stepMs).toISOString(), p50 }))
  return { stepS: stepMs / 1_000, points } as WireForecast
}
/** They end within an hour of the day. */
const hours = forecast(10 * MINUTE, 9, 1)
const day = forecast(HOUR, 4, 2)

it('tells the next hours by their own forecast, and the day from the first hour that they leave out', () => {
  const joined = joinAhead(hours, day)!
  expect(joined.points.map(({ p50 }) => p50)).toEqual([...Array<number>(9).fill(1), 2, 2])
  expect(joined.points.map((point) => (middleOf(point, joined) - T0) / MINUTE).slice(-3)).toEqual([85, 150, 210])
})

it('tells the one that there is', () => {
  expect(joinAhead(null, day)).toBe(day)
  expect(joinAhead(hours, null)).toBe(hours)
  expect(joinAhead(null, null)).toBe(null)
})
