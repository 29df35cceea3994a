import { expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { ageMs, lateAfterMs } from './lateness.js'

it('is late past 15 minutes, or past three intervals where those are longer', () => {
  expect(lateAfterMs('water_level', 30)).toBe(15 * MINUTE)
  expect(lateAfterMs('water_level', 600)).toBe(30 * MINUTE)
})

it('counts the age of an index from the end of its hour or day', () => {
  expect(ageMs('water_level', 0, HOUR)).toBe(HOUR)
  expect(ageMs('vn_aqi', 0, HOUR + MINUTE)).toBe(MINUTE)
  expect(ageMs('vn_aqi_day', 0, DAY + MINUTE)).toBe(MINUTE)
  expect(lateAfterMs('vn_aqi', 30)).toBe(HOUR + 15 * MINUTE)
})
