import { expect, it } from 'vitest'
import type { RiverLine } from '@ioc/shared/overview'
import type { Row } from '../stations/row.js'
import { NOON, sampleLatest, sampleStation } from '../stations/sample.fixture.js'
import { riverNow } from './river-now.js'

const at = new Date(NOON).toISOString()
const later = new Date(NOON + 5_000).toISOString()
const line = (station: string, level: number | null, more: Partial<RiverLine> = {}): RiverLine => {
  return { station, value: 2, yesterday: null, at, level, trend: null, next: null, ...more }
}
const row = (station: string, level: number, of = later) => {
  const indices = { flood_level: { value: level, band: level, main: 'water_level', at: of } }
  return { station: sampleStation(station), latest: sampleLatest(station, { indices }) } as Row
}

it('takes the level of the newest report, not that of half a minute ago', () => {
  expect(riverNow(line('a', 1), row('a', 2)).level).toBe(2)
  expect(riverNow(line('a', 1), row('a', 0, new Date(NOON - 5_000).toISOString())).level).toBe(1)
  expect(riverNow(line('a', null), undefined).level).toBe(null)
})

it('names the next limit above the newest level, with the time to it where that is known', () => {
  const told = line('a', 0, { next: { level: 1, limit: 1, inS: 600 } })
  const nextAt = (level: number, attributes: object) => {
    const station = sampleStation('a', { attributes: { ...attributes } })
    return riverNow(told, { ...row('a', level), station }).next
  }
  const limits = { bd1: 1, bd2: 2, bd3: 3.5 }
  expect(nextAt(0, limits)).toEqual({ level: 1, limit: 1, inS: 600 })
  expect(nextAt(1, limits)).toEqual({ level: 2, limit: 2, inS: null })
  expect(nextAt(3, limits)).toBe(null)
  expect(nextAt(1, { bd1: 1, bd3: 3.5 })).toEqual({ level: 3, limit: 3.5, inS: null })
})
