import { MINUTE, SECOND } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { NOON, sampleAlarm } from '../design/sample-things.js'
import { NO_RUSH, stepRush } from './step-rush.js'

const many = (n: number, change: Partial<WireAlarm> = {}) =>
  Array.from({ length: n }, (_, i) => sampleAlarm(`${n}-${i}`, change))

it('calls more than ten in ten minutes a flood', () => {
  expect(stepRush(NO_RUSH, many(10), NOON).flooding).toBe(false)
  expect(stepRush(NO_RUSH, many(11), NOON).flooding).toBe(true)
})

it('goes on until fewer than five are left of ten minutes', () => {
  const rush = stepRush(NO_RUSH, many(11), NOON)
  const later = new Date(NOON + 5 * MINUTE).toISOString()
  const five = many(5, { raisedAt: later })
  const fewer = stepRush(rush, five, NOON + 11 * MINUTE)
  expect([fewer.raised.size, fewer.flooding]).toEqual([5, true])
  expect(stepRush(fewer, [], NOON + 15 * MINUTE).flooding).toBe(false)
})

it('counts what was raised and is over again', () => {
  const rush = stepRush(NO_RUSH, many(11), NOON)
  expect(stepRush(rush, [], NOON + MINUTE).raised.size).toBe(11)
})

it('counts neither the old nor what rang for nobody', () => {
  const old = many(11, { raisedAt: new Date(NOON - 11 * MINUTE).toISOString() })
  expect(stepRush(NO_RUSH, old, NOON)).toBe(NO_RUSH)
  expect(stepRush(NO_RUSH, many(11, { state: 'suppressed' }), NOON)).toBe(NO_RUSH)
})

it('is the same object while nothing changes', () => {
  const rush = stepRush(NO_RUSH, many(3), NOON)
  expect(stepRush(rush, many(3), NOON + SECOND)).toBe(rush)
})
