import { expect, it } from 'vitest'
import { dayLater, dayText, readDay } from './day-text.js'

it('counts days over the ends of months', () => {
  expect(dayLater('2026-12-31', 1)).toBe('2027-01-01')
  expect(dayLater('2026-03-01', -1)).toBe('2026-02-28')
})

it('reads a day as people write it', () => {
  expect(dayText('2026-11-02')).toBe('02/11/2026')
  expect([readDay('2/11/2026'), readDay(' 02.11.2026 ')]).toEqual(['2026-11-02', '2026-11-02'])
  expect([readDay('30/02/2026'), readDay('11/22/2026'), readDay('hôm qua'), readDay('')]).toEqual([
    null,
    null,
    null,
    null,
  ])
})
