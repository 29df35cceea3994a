import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import { NOON, sampleAlarm } from '../design/sample-things.js'
import { spanOf } from './occurrence-span.js'

const iso = (at: number) => new Date(at).toISOString()

it('looks an hour back from where it began, and on until now while it stands', () => {
  expect(spanOf(sampleAlarm('1'), NOON + 90 * SECOND)).toEqual({ from: NOON - HOUR, to: NOON + 2 * MINUTE })
})

it('begins with the value of an alarm that came late', () => {
  const late = sampleAlarm('1', { phenomenonTime: iso(NOON - 3 * HOUR) })
  expect(spanOf(late, NOON).from).toBe(NOON - 4 * HOUR)
})

it('stops an hour after its end', () => {
  const over = sampleAlarm('1', { clearedAt: iso(NOON + HOUR) })
  expect(spanOf(over, NOON + DAY).to).toBe(NOON + 2 * HOUR)
  expect(spanOf(over, NOON + 61 * MINUTE).to).toBe(NOON + 61 * MINUTE)
})
