import { expect, it } from 'vitest'
import { NOON, sampleStation } from '../design/sample-things.js'
import { sampleRiver, sampleRiverRow } from './river.fixture.js'
import { riverNow } from './river-now.js'

it('takes the level of the newest report, not that of half a minute ago', () => {
  expect(riverNow(sampleRiver('a', 1), sampleRiverRow('a', 2)).level).toBe(2)
  expect(riverNow(sampleRiver('a', 1), sampleRiverRow('a', 0, new Date(NOON - 5_000).toISOString())).level).toBe(1)
  expect(riverNow(sampleRiver('a', null), undefined).level).toBe(null)
})

it('names the next limit above the newest level, with the time to it where that is known', () => {
  const told = sampleRiver('a', 0, { next: { level: 1, limit: 1, inS: 600 } })
  const nextAt = (level: number, attributes: object) => {
    const station = sampleStation('a', { attributes: { ...attributes } })
    return riverNow(told, { ...sampleRiverRow('a', level), station }).next
  }
  const limits = { bd1: 1, bd2: 2, bd3: 3.5 }
  expect(nextAt(0, limits)).toEqual({ level: 1, limit: 1, inS: 600 })
  expect(nextAt(1, limits)).toEqual({ level: 2, limit: 2, inS: null })
  expect(nextAt(3, limits)).toBe(null)
  expect(nextAt(1, { bd1: 1, bd3: 3.5 })).toEqual({ level: 3, limit: 3.5, inS: null })
})
