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

it('takes of amounts the next hours where they fill the chart, and the next day behind a long past', () => {
  const alike = { hours: forecast('hours', 2), day, newest, amounts: true }
  expect(pickAhead({ ...alike, pastMs: 6 * HOUR }).forecast).toBe(alike.hours)
  expect(pickAhead({ ...alike, pastMs: DAY }).forecast).toBe(day)
})

it('tells anything else by the same steps behind every past', () => {
  const later = { ...day, points: [...day.points, { ...day.points[0]!, at: new Date(T0 + 2 * HOUR).toISOString() }] }
  const alike = { hours: forecast('hours', 2), day: later, newest, amounts: false }
  const found = [HOUR, DAY].map((pastMs) => pickAhead({ ...alike, pastMs }).forecast!.points.map(({ at }) => at))
  expect(found[0]).toEqual([T0, T0 + 2 * HOUR].map((at) => new Date(at).toISOString()))
  expect(found[1]).toEqual(found[0])
})

it('takes the other where one has been left, and none where both have', () => {
  const known = { hours, day, amounts: false, pastMs: DAY }
  expect(pickAhead({ ...known, newest })).toEqual({ forecast: day, overtaken: false })
  const high = (value: number) => pickAhead({ ...known, newest: { ...newest, value } })
  expect(high(10)).toEqual({ forecast: hours, overtaken: false })
  expect(high(50)).toEqual({ forecast: null, overtaken: true })
})

it('calls nothing overtaken where there is no forecast, or nothing was measured', () => {
  const known = { pastMs: DAY, amounts: true }
  expect(pickAhead({ ...known, hours: null, day: null, newest }).overtaken).toBe(false)
  expect(pickAhead({ ...known, hours, day, newest: null })).toEqual({ forecast: day, overtaken: false })
})
