import { expect, it } from 'vitest'
import { DAY, HOUR } from '@ioc/shared/time'
import { stripSpan, ticksOf } from './strip-span.js'

const NOON = Date.parse('2026-11-22T05:00:00Z')

it('is the day until now and the hours ahead, and for another moment what holds it', () => {
  const near = { from: NOON - DAY, to: NOON + 6 * HOUR }
  expect([null, NOON - DAY, NOON + 6 * HOUR].map((wanted) => stripSpan(wanted, NOON))).toEqual([near, near, near])
  expect(stripSpan(NOON + 7 * HOUR, NOON)).toEqual({ from: NOON - 6 * HOUR, to: NOON + DAY })
  const before = Date.parse('2026-11-18T17:00:00Z')
  expect(stripSpan(before, NOON)).toEqual({ from: before, to: before + DAY })
  expect(stripSpan(before + 23 * HOUR, NOON)).toEqual({ from: before, to: before + DAY })
})

it('has a word every three hours and names the day where it begins', () => {
  const ticks = ticksOf({ from: NOON - 13 * HOUR, to: NOON })
  expect(ticks.map(({ text }) => text)).toEqual(['22/11', '03:00', '06:00', '09:00', '12:00'])
  expect(ticks.filter(({ isDay }) => isDay)).toHaveLength(1)
  expect(ticks.filter(({ isBetween }) => isBetween).map(({ text }) => text)).toEqual(['03:00', '09:00'])
})
