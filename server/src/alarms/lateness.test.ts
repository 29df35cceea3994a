import { expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { ageMs, isLate } from './lateness.js'

it('is late past 15 minutes, or past three intervals where those are longer', () => {
  expect([isLate(15 * MINUTE, 30), isLate(15 * MINUTE + 1, 30)]).toEqual([false, true])
  expect([isLate(30 * MINUTE, 600), isLate(30 * MINUTE + 1, 600)]).toEqual([false, true])
})

it('counts the age of an index from the end of its hour or day', () => {
  expect(ageMs('water_level', 0, HOUR)).toBe(HOUR)
  expect(ageMs('vn_aqi', 0, HOUR + MINUTE)).toBe(MINUTE)
  expect(ageMs('vn_aqi_day', 0, DAY + MINUTE)).toBe(MINUTE)
})
