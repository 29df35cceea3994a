import { expect, it } from 'vitest'
import { sampleRiver, sampleRiverRow } from './river.fixture.js'
import { riversAbove } from './rivers-above.js'

it('counts the gauges on or above each level, the worst first, and none that is below', () => {
  const rivers = [
    sampleRiver('a', 2),
    sampleRiver('b', 1),
    sampleRiver('c', 0),
    sampleRiver('d', 0),
    sampleRiver('e', null),
  ]
  expect(riversAbove(rivers, new Map([['d', sampleRiverRow('d', 1)]]))).toEqual([
    { level: 2, count: 1 },
    { level: 1, count: 3 },
  ])
  expect(riversAbove([sampleRiver('a', 2)], new Map())).toEqual([{ level: 2, count: 1 }])
  expect(riversAbove([sampleRiver('c', 0)], new Map())).toEqual([])
})

it('counts no level that is doubted, nor one from before a silence', () => {
  expect(
    riversAbove([sampleRiver('a', 3, { quality: 'suspect' }), sampleRiver('b', 3, { old: true })], new Map()),
  ).toEqual([])
})
