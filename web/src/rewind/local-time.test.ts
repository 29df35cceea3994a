import { expect, it } from 'vitest'
import { fromLocalField, toLocalField } from './local-time.js'

it('writes and reads the time of Vietnam', () => {
  const at = Date.parse('2026-11-22T18:05:09Z')
  expect(toLocalField(at)).toBe('2026-11-23T01:05:09')
  expect(fromLocalField('2026-11-23T01:05:09')).toBe(at)
  expect(fromLocalField('2026-11-23T01:05')).toBe(at - 9_000)
})

it('reads nothing from an empty field', () => {
  expect(fromLocalField('')).toBe(null)
})
