import { expect, it } from 'vitest'
import type { RiverLine } from '@ioc/shared/overview'
import type { Row } from '../stations/row.js'
import { NOON, sampleLatest, sampleStation } from '../stations/sample.fixture.js'
import { riversAbove } from './rivers-above.js'

const at = new Date(NOON).toISOString()
const later = new Date(NOON + 5_000).toISOString()
const line = (station: string, level: number | null, more: Partial<RiverLine> = {}): RiverLine => {
  return { station, value: 2, yesterday: null, at, level, trend: null, next: null, ...more }
}
const row = (station: string, level: number, of = later) => {
  const indices = { flood_level: { value: level, band: level, main: 'water_level', at: of } }
  return { station: sampleStation(station), latest: sampleLatest(station, { indices }) } as Row
}

it('counts the gauges on or above each level, the worst first, and none that is below', () => {
  const rivers = [line('a', 2), line('b', 1), line('c', 0), line('d', 0), line('e', null)]
  expect(riversAbove(rivers, new Map([['d', row('d', 1)]]))).toEqual([
    { level: 2, count: 1 },
    { level: 1, count: 3 },
  ])
  expect(riversAbove([line('a', 2)], new Map())).toEqual([{ level: 2, count: 1 }])
  expect(riversAbove([line('c', 0)], new Map())).toEqual([])
})

it('counts no level that is doubted, nor one from before a silence', () => {
  expect(riversAbove([line('a', 3, { quality: 'suspect' }), line('b', 3, { old: true })], new Map())).toEqual([])
})
