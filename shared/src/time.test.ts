import { expect, it } from 'vitest'
import { dayName } from './time.js'

it('names days as they begin in Vietnam', () => {
  expect(dayName(Date.parse('2026-11-21T16:59:59Z'))).toBe('2026-11-21')
  expect(dayName(Date.parse('2026-11-21T17:00:00Z'))).toBe('2026-11-22')
})
