import { expect, it } from 'vitest'
import { dayMomentText, momentText, parseMoment } from './moment-text.js'

/** 12:00 on 22/11/2026 in Vietnam. */
const NOON = Date.parse('2026-11-22T05:00:00Z')

it.each([
  ['11:30', '2026-11-22T04:30:00Z'],
  ['11:30:15', '2026-11-22T04:30:15Z'],
  ['14:05', '2026-11-21T07:05:00Z'],
  ['0:05 22/11', '2026-11-21T17:05:00Z'],
  ['14:05 25/12', '2025-12-25T07:05:00Z'],
  ['14:05 01/02/2024', '2024-02-01T07:05:00Z'],
  ['14h05 1/2/2024', '2024-02-01T07:05:00Z'],
])('reads %s as the last such time', (text, at) => {
  expect(parseMoment(text, NOON)).toBe(Date.parse(at))
})

it.each([
  ['11:30', '2026-11-23T04:30:00Z'],
  ['14:05', '2026-11-22T07:05:00Z'],
  ['14:05 25/12', '2026-12-25T07:05:00Z'],
  ['14:05 01/02', '2027-02-01T07:05:00Z'],
  ['14:05 01/02/2024', '2024-02-01T07:05:00Z'],
])('reads %s as the next such time where somebody plans', (text, at) => {
  expect(parseMoment(text, NOON, true)).toBe(Date.parse(at))
})

it.each(['', '25:00', '12:60', '12', '12:00 31/02', '12:00 1/13', 'hôm qua'])('does not read %j', (text) => {
  expect(parseMoment(text, NOON)).toBe(null)
})

it('reads what it writes', () => {
  const at = Date.parse('2026-11-21T18:05:09Z')
  expect(momentText(at)).toBe('01:05:09 22/11')
  expect(parseMoment(momentText(at), NOON)).toBe(at)
  const minute = at - 9_000
  expect(dayMomentText(minute)).toBe('01:05 22/11/2026')
  expect(parseMoment(dayMomentText(minute), NOON, true)).toBe(minute)
})
