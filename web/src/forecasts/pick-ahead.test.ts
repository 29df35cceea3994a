import { expect, it } from 'vitest'
import type { WireForecast } from '@ioc/shared/forecast'
import { DAY, HOUR } from '@ioc/shared/time'
import { pickAhead } from './pick-ahead.js'

const T0 = Date.parse('2026-11-22T03:00:00Z')

/** One step of an hour, of which the value is expected about `p50`. */
function forecast(span: WireForecast['span'], p50: number): WireForecast {
  const points = [{ at: new Date(T0).toISOString(), p05: p50 - 1, p95: p50 + 1 }]
  return { span, stepS: 3_600, points } as WireForecast
}

const [hours, day] = [forecast('hours', 10), forecast('day', 2)]
const newest = { at: T0 + 10 * 60_000, value: 2 }

it('takes the next hours where they fill the chart, and the next day behind a long past', () => {
  const alike = { hours: forecast('hours', 2), day, newest }
  expect(pickAhead({ ...alike, pastMs: 6 * HOUR }).forecast).toBe(alike.hours)
  expect(pickAhead({ ...alike, pastMs: DAY }).forecast).toBe(day)
})

it('takes the other where one has been left, and none where both have', () => {
  expect(pickAhead({ hours, day, newest, pastMs: HOUR })).toEqual({ forecast: day, overtaken: false })
  const high = (value: number) => pickAhead({ hours, day, newest: { ...newest, value }, pastMs: DAY })
  expect(high(10)).toEqual({ forecast: hours, overtaken: false })
  expect(high(50)).toEqual({ forecast: null, overtaken: true })
})

it('calls nothing overtaken where there is no forecast, or nothing was measured', () => {
  expect(pickAhead({ hours: null, day: null, newest, pastMs: DAY }).overtaken).toBe(false)
  expect(pickAhead({ hours, day, newest: null, pastMs: DAY })).toEqual({ forecast: day, overtaken: false })
})
