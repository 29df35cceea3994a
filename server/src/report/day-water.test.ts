import { expect, it } from 'vitest'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { HOUR } from '@ioc/shared/time'
import type { Bucket } from '../ports/observation-store.js'
import { rainLines, riverLines } from './day-water.js'

const DAY0 = Date.parse('2026-11-21T17:00:00Z')
const LIMITS = { bd1: 1, bd2: 2, bd3: 3.5 }
const station = (id: string, attributes: Station['attributes'] = LIMITS) => ({ id, attributes }) as Station
/** Values an hour apart, from so many hours after the day began. */
const hours = (values: readonly number[], after = 0, quality: Bucket['quality'] = 'good'): Bucket[] =>
  values.map((value, n) => ({
    at: DAY0 + (after + n) * HOUR,
    value,
    quality,
    property: 'x' as PropertyKey,
    goodCount: 1,
  }))
const of = (found: Record<string, Bucket[]>) =>
  new Map(Object.entries(found).map(([id, buckets]) => [id as StationId, buckets]))

it('puts the river with the highest level first, then the one nearest to its next', () => {
  const stations = [station('calm'), station('near'), station('flooded'), station('lake', {}), station('dead')]
  const found = of({
    calm: hours([0.2, 0.3]),
    near: hours([0.9, 0.8]),
    flooded: [...hours([2.9], -3), ...hours([2.2, 3.6, 3.6])],
    lake: hours([40]),
    dead: hours([9], 0, 'suspect'),
  })
  expect(riverLines(stations, found, DAY0)).toEqual([
    { station: 'flooded', value: 3.6, yesterday: 2.9, level: 3, at: '2026-11-21T18:00:00.000Z' },
    { station: 'near', value: 0.9, yesterday: null, level: 0, at: '2026-11-21T17:00:00.000Z' },
    { station: 'calm', value: 0.3, yesterday: null, level: 0, at: '2026-11-21T18:00:00.000Z' },
    { station: 'lake', value: 40, yesterday: null, level: null, at: '2026-11-21T17:00:00.000Z' },
  ])
})

it('adds up the rain of a day and names its hardest hour', () => {
  const found = of({ dry: hours([0, 0]), wet: [...hours([1, 2], -2), ...hours([5, 30, 10])] })
  expect(rainLines([station('dry'), station('wet')], found, DAY0)).toEqual([
    { station: 'wet', value: 45, yesterday: 3, most: 30, at: '2026-11-21T18:00:00.000Z' },
    { station: 'dry', value: 0, yesterday: null, most: 0, at: '2026-11-21T17:00:00.000Z' },
  ])
})
