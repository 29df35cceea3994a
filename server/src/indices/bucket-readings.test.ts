import { expect, it } from 'vitest'
import type { Aggregate, Quality } from '@ioc/shared/observation'
import type { Reading } from '../ports/observation-store.js'
import { bucketReadings } from './bucket-readings.js'

const reading = (at: number, value: number, quality: Quality = 'good'): Reading => ({ at, value, quality })

async function bucketed(chunks: Reading[][], fn: Aggregate): Promise<Reading[]> {
  async function* source() {
    yield* chunks
  }
  const all: Reading[] = []
  for await (const chunk of bucketReadings(source(), 100, fn)) all.push(...chunk)
  return all
}

const chunks = [[reading(0, 1), reading(99, 3)], [], [reading(100, 2)], [reading(199, 6), reading(350, 4)]]

it.each<[Aggregate, number[]]>([
  ['max', [3, 6, 4]],
  ['min', [1, 2, 4]],
  ['mean', [2, 4, 4]],
  ['sum', [4, 8, 4]],
  ['count', [2, 2, 1]],
  ['last', [3, 6, 4]],
])('takes the %s of each bucket, over the borders of chunks, and leaves out empty buckets', async (fn, values) => {
  const buckets = await bucketed(chunks, fn)
  expect(buckets.map((bucket) => bucket.at)).toEqual([0, 100, 300])
  expect(buckets.map((bucket) => bucket.value)).toEqual(values)
})

it('takes good readings alone, and the others where there is no good one', async () => {
  const mixed = [reading(0, 1), reading(1, 9, 'fault'), reading(100, 7, 'suspect'), reading(101, 8, 'calibrating')]
  expect(await bucketed([mixed], 'max')).toEqual([reading(0, 1), reading(100, 8, 'calibrating')])
})

it('makes nothing of nothing', async () => {
  expect(await bucketed([], 'max')).toEqual([])
})
