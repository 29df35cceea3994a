import { expect, it } from 'vitest'
import { HOUR } from '@ioc/shared/time'
import { sampleAlarm } from '../design/sample-things.js'
import type { EarlyAlarm } from '../alarms/soonest-early.js'
import { sooner } from './sooner.js'

const NOW = Date.parse('2026-11-22T05:00:00Z')
const early = sampleAlarm('1', { early: { at: '2026-11-22T07:00:00.000Z', probability: 0.8 } }) as EarlyAlarm
const next = (inS: number | null) => ({ level: 2, limit: 2, inS }) as const

it('tells what is foretold, unless a level is reached before', () => {
  expect(sooner(early, next(null), NOW)).toEqual({ early })
  expect(sooner(early, next((3 * HOUR) / 1_000), NOW)).toEqual({ early })
  expect(sooner(early, next(HOUR / 1_000), NOW)).toEqual({ next: next(HOUR / 1_000) })
  expect(sooner(undefined, next(null), NOW)).toEqual({ next: next(null) })
  expect(sooner(undefined, null, NOW)).toBeNull()
})
