import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import { panned, planRead, spanOf, windowOver, zoomed } from './chart-window.js'

const NOW = Date.parse('2026-11-22T05:00:00Z')
const live = { spanMs: DAY, to: null }

it('goes on with the present until it is moved away from it, and again once it is moved back', () => {
  expect(spanOf(live, NOW)).toEqual({ from: NOW - DAY, to: NOW })
  const past = panned(live, -6 * HOUR, NOW)
  expect(past).toEqual({ spanMs: DAY, to: NOW - 6 * HOUR })
  expect(spanOf(past, NOW + HOUR)).toEqual(spanOf(past, NOW))
  expect(panned(past, 7 * HOUR, NOW)).toEqual(live)
})

it('keeps the moment under the pointer where it is', () => {
  const at = NOW - 18 * HOUR
  const closer = zoomed(live, 0.5, at, NOW)
  const { from, to } = spanOf(closer, NOW)
  expect(closer.spanMs).toBe(12 * HOUR)
  expect((at - from) / (to - from)).toBeCloseTo(0.25)
  expect(zoomed(closer, 1e-9, at, NOW).spanMs).toBe(5 * MINUTE)
  expect(zoomed(live, 1.5, NOW, NOW)).toEqual({ spanMs: 1.5 * DAY, to: null })
})

it('stays live where the end that is chosen is now or later', () => {
  expect(windowOver({ from: NOW - DAY, to: NOW + HOUR }, NOW).to).toBeNull()
  expect(windowOver({ from: NOW - 2 * DAY, to: NOW - DAY }, NOW)).toEqual({ spanMs: DAY, to: NOW - DAY })
})

it('reads again only what it does not hold, with room to move into', () => {
  const wanted = spanOf(live, NOW)
  const first = planRead(wanted, null, NOW)!
  expect(first).toEqual({ from: NOW - 1.5 * DAY, to: NOW + DAY / 2 })
  expect(planRead(spanOf(panned(live, -6 * HOUR, NOW), NOW), first, NOW)).toBeNull()
  expect(planRead(spanOf(live, NOW + HOUR), { from: first.from, to: NOW + HOUR }, NOW + HOUR)).toBeNull()
  expect(planRead(spanOf(panned(live, -18 * HOUR, NOW), NOW), first, NOW)).not.toBeNull()
})
