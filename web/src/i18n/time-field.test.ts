import { expect, it } from 'vitest'
import { fromTimeField, toTimeField } from './time-field.js'

it('is the time of the room, there and back', () => {
  const at = Date.parse('2026-11-22T18:05:00Z')
  expect(toTimeField(at)).toBe('2026-11-23T01:05')
  expect(fromTimeField('2026-11-23T01:05')).toBe(at)
})

it('is no time where nothing was filled in', () => {
  expect(fromTimeField('')).toBeNaN()
})
