import { expect, it } from 'vitest'
import { isDuring } from './during.js'

/** 2026-11-20 is a Friday. */
const at = (local: string) => Date.parse(`${local}:00+07:00`)

it('is always where nothing is said', () => {
  expect(isDuring(undefined, at('2026-11-20T03:00'))).toBe(true)
  expect(isDuring({}, at('2026-11-20T03:00'))).toBe(true)
})

it.each([
  ['2026-11-20T05:59', false],
  ['2026-11-20T06:00', true],
  ['2026-11-20T08:59', true],
  ['2026-11-20T09:00', false],
  ['2026-11-20T16:30', true],
  ['2026-11-21T07:00', false],
])('takes hours on weekdays in local time: %s', (local, expected) => {
  const hours: [string, string][] = [
    ['06:00', '09:00'],
    ['16:00', '24:00'],
  ]
  expect(isDuring({ hours, days: [1, 2, 3, 4, 5] }, at(local))).toBe(expected)
})

it.each([
  ['2026-11-20T23:00', true],
  ['2026-11-21T04:59', true],
  ['2026-11-21T05:00', false],
  ['2026-11-21T23:00', false],
  ['2026-11-20T04:00', false],
])('lets a night belong to the day in which it began: %s', (local, expected) => {
  expect(isDuring({ hours: [['22:00', '05:00']], days: [5] }, at(local))).toBe(expected)
})
