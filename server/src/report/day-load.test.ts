import { expect, it } from 'vitest'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { HOUR } from '@ioc/shared/time'
import type { Bucket } from '../ports/observation-store.js'
import { peakLoad, shareLines } from './day-load.js'

const DAY0 = Date.parse('2026-11-21T17:00:00Z')
const bucket = (hour: number, value: number): Bucket => ({
  at: DAY0 + hour * HOUR,
  value,
  quality: 'good',
  goodCount: 1,
  property: 'active_power' as PropertyKey,
})
const of = (found: Record<string, Bucket[]>) =>
  new Map(Object.entries(found).map(([id, buckets]) => [id as StationId, buckets]))

it('finds the hour with the highest sum, and compares it only with one of as many stations', () => {
  const today = { a: [bucket(0, 10), bucket(1, 30)], b: [bucket(0, 20), bucket(1, 25)] }
  const peak = { value: 55, at: '2026-11-21T18:00:00.000Z', stations: 2 }
  expect(peakLoad(of(today), DAY0)).toEqual({ ...peak, yesterday: null })
  const before = { a: [bucket(-3, 10), ...today.a], b: [bucket(-3, 40), ...today.b] }
  expect(peakLoad(of(before), DAY0)).toEqual({ ...peak, yesterday: 50 })
  expect(peakLoad(of({ a: [{ ...bucket(0, 1), quality: 'fault' }] }), DAY0)).toBeNull()
})

it('lists substations by how near they came to what they are rated for', () => {
  const stations = [
    { id: 'large', attributes: { ratedKw: 1_000 } },
    { id: 'small', attributes: { ratedKw: 50 } },
    { id: 'unrated' },
  ] as unknown as Station[]
  const found = of({ large: [bucket(0, 500)], small: [bucket(0, 20), bucket(2, 48)], unrated: [bucket(0, 9)] })
  expect(shareLines(stations, found, DAY0)).toEqual([
    { station: 'small', value: 48, share: 0.96, at: '2026-11-21T19:00:00.000Z' },
    { station: 'large', value: 500, share: 0.5, at: '2026-11-21T17:00:00.000Z' },
  ])
})
