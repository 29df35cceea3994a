import { expect, it } from 'vitest'
import type { RiverLine } from '@ioc/shared/overview'
import type { Row } from '../stations/row.js'
import { NOON, sampleLatest, sampleStation } from '../stations/sample.fixture.js'
import { riverLevel, riverNext, riversAbove } from './rivers-above.js'

const at = new Date(NOON).toISOString()
const later = new Date(NOON + 5_000).toISOString()
const line = (station: string, level: number | null, more: Partial<RiverLine> = {}): RiverLine => {
  return { station, value: 2, yesterday: null, at, level, trend: null, next: null, ...more }
}
const row = (station: string, level: number, of = later) => {
  const indices = { flood_level: { value: level, band: level, main: 'water_level', at: of } }
  return { latest: sampleLatest(station, { indices }) } as Row
}

it('takes the level of the newest report, not that of half a minute ago', () => {
  expect(riverLevel(line('a', 1), row('a', 2))).toBe(2)
  expect(riverLevel(line('a', 1), row('a', 0, new Date(NOON - 5_000).toISOString()))).toBe(1)
  expect(riverLevel(line('a', null), undefined)).toBe(null)
})

it('names the next limit above the newest level, with the time to it where that is known', () => {
  const station = sampleStation('a', { attributes: { bd1: 1, bd2: 2, bd3: 3.5 } })
  const told = line('a', 0, { next: { level: 1, limit: 1, inS: 600 } })
  const standing = { ...row('a', 1), station }
  expect(riverNext(told, 0, standing)).toEqual({ level: 1, limit: 1, inS: 600 })
  expect(riverNext(told, 1, standing)).toEqual({ level: 2, limit: 2, inS: null })
  expect(riverNext(told, 3, standing)).toBe(null)
  const gap = { ...standing, station: sampleStation('a', { attributes: { bd1: 1, bd3: 3.5 } }) }
  expect(riverNext(told, 1, gap)).toEqual({ level: 3, limit: 3.5, inS: null })
})

it('counts the rivers of each level, the worst first, and none that is below', () => {
  const rivers = [line('a', 2), line('b', 1), line('c', 0), line('d', 0), line('e', null)]
  expect(riversAbove(rivers, new Map([['d', row('d', 1)]]))).toEqual([
    { level: 2, count: 1 },
    { level: 1, count: 2 },
  ])
  expect(riversAbove([line('c', 0)], new Map())).toEqual([])
})

it('counts no level that is doubted, nor one from before a silence', () => {
  expect(riversAbove([line('a', 3, { quality: 'suspect' }), line('b', 3, { old: true })], new Map())).toEqual([])
})
