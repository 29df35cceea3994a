import { expect, it } from 'vitest'
import { MINUTE } from '@ioc/shared/time'
import { timeLeft } from './time-left.js'

const AT = '2026-11-22T07:00:00.000Z'
const told = Date.parse(AT)
const next = (inS: number | null) => ({ level: 2, limit: 2, inS }) as const

it('counts down from when it was told, and stops at nothing', () => {
  expect(timeLeft(next(1_200), AT, told)).toBe(20 * MINUTE)
  expect(timeLeft(next(1_200), AT, told + 15 * MINUTE)).toBe(5 * MINUTE)
  expect(timeLeft(next(1_200), AT, told + 60 * MINUTE)).toBe(0)
  expect(timeLeft(next(1_200), AT, told - MINUTE)).toBe(20 * MINUTE)
})

it('is not known of a river that does not rise', () => {
  expect(timeLeft(next(null), AT, told)).toBeNull()
  expect(timeLeft(null, AT, told)).toBeNull()
})
