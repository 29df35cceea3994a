import { expect, it } from 'vitest'
import type { LoadLine } from '@ioc/shared/overview'
import { formatTime, HOUR } from '@ioc/shared/time'
import { loadAhead } from './load-ahead.js'

const NOW = Date.parse('2026-11-22T07:20:00Z')
const hour = (n: number) => formatTime(Date.parse('2026-11-22T07:00:00Z') + n * HOUR)
const loads = [
  { station: 'a', value: 100 },
  { station: 'b', value: 50 },
  { station: 'c', value: 900 },
] as LoadLine[]
const steps = (values: readonly number[], first = 0) => values.map((value, n) => ({ at: hour(first + n), value }))

it('sums up the same meters, now and at the peak of the hours that all of them have', () => {
  const ahead = new Map([
    ['a', steps([110, 120, 130])],
    ['b', steps([40, 60, 20, 500])],
  ])
  const peak = { at: hour(1), value: 180 }
  expect(loadAhead(loads, ahead, NOW)).toEqual({ of: 3, known: 2, value: 150, expected: 150, peak })
})

it('says nothing of the hour that runs where it was not forecast, and nothing at all without a forecast', () => {
  expect(loadAhead(loads, new Map([['a', steps([120], 1)]]), NOW)).toMatchObject({ known: 1, expected: null })
  expect(loadAhead(loads, new Map(), NOW)).toBeNull()
})
