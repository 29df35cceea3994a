import { expect, it } from 'vitest'
import { floodLevel } from './flood-level.js'

const kimLong = { bd1: 1, bd2: 2, bd3: 3.5 }

it.each([
  [0.99, 0],
  [1, 1],
  [1.99, 1],
  [2, 2],
  [3.49, 2],
  [3.5, 3],
  [6, 3],
])('%d m at Kim Long is level %d', (level, expected) => {
  expect(floodLevel(level, kimLong)).toBe(expected)
})

it('has no level where the station lacks one of its three limits', () => {
  expect(floodLevel(9, undefined)).toBeNull()
  expect(floodLevel(9, { mndbt: 100 })).toBeNull()
  expect(floodLevel(9, { bd1: 1, bd2: 2, bd3: '3.5' })).toBeNull()
})
