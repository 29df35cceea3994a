import { expect, it } from 'vitest'
import { sampleLatest } from '../design/sample-things.js'
import { standingOf } from '../stations/standing.js'
import { sampleRiver } from './river.fixture.js'
import { silentNow } from './silent-now.js'

const look = (reporting: 'reporting' | 'silent') => ({ look: standingOf(sampleLatest('a', { reporting }), []) })
const told = (count: number) => ({ count, worst: sampleRiver('a', 2) })

it('tells of a gauge that fell silent until it is heard again', () => {
  expect(silentNow(told(1), new Map([['a', look('silent')]]))).toEqual(told(1))
  expect(silentNow(told(1), new Map())).toEqual(told(1))
  expect(silentNow(told(1), new Map([['a', look('reporting')]]))).toBe(null)
})

it('goes on telling while there are others', () => {
  expect(silentNow(told(2), new Map([['a', look('reporting')]]))).toEqual(told(2))
  expect(silentNow(null, new Map())).toBe(null)
})
