import { expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { tick, ticksOf } from './vietnam-axis.js'

/** 13:30 in Vietnam. */
const FROM = Date.parse('2026-11-22T06:30:00Z')
const written = (to: number, most: number) => ticksOf(FROM, to, most)?.map((at) => tick(at, to - FROM))

it('names round times of the day, as many as have room', () => {
  expect(written(FROM + 30 * HOUR, 5)).toEqual(['18:00', '23/11', '06:00', '12:00', '18:00'])
  expect(written(FROM + 30 * HOUR, 3)).toEqual(['23/11', '12:00'])
  expect(written(FROM + HOUR, 5)).toEqual(['13:30', '13:45', '14:00', '14:15', '14:30'])
  expect(written(FROM + 10 * MINUTE, 1)).toEqual(['13:30', '13:40'])
})

it('leaves days to the chart', () => {
  expect(ticksOf(FROM, FROM + 7 * DAY, 5)).toBe(null)
})
