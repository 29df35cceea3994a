import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import type { Bucket, BucketQuery, ObservationStore } from '@ioc/server/ports/observation-store'
import { datastreamId, type PropertyKey } from '@ioc/shared/ids'
import { QUALITIES, type Observation } from '@ioc/shared/observation'
import { DAY, HOUR, MINUTE, SECOND, startOfLocalDay } from '@ioc/shared/time'
import { afterEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../seeded-random.js'
import { came, observed, put, readAll, readEnvelopes } from './observation-store.js'

/** A store that keeps tiers, and says when. */
type TieredStore = ObservationStore & { keepUp(): Promise<void> }

const FNS: BucketQuery['fn'][] = ['mean', 'min', 'max', 'sum', 'count', 'last', 'circular-mean']
/** No bucket of these lies in two days. */
const INTERVALS = [MINUTE, 10 * MINUTE, HOUR, DAY]
const PROPERTIES = ['pm2_5', 'wind_direction'] as PropertyKey[]

function inOrder(buckets: Bucket[]): Bucket[] {
  return buckets.toSorted((a, b) => a.property.localeCompare(b.property) || a.at - b.at)
}

function byDatastream(observations: Observation[]): Observation[] {
  return observations.toSorted((a, b) => (a.datastream < b.datastream ? -1 : 1))
}

/** Compares with the store that computes everything from the observations; answers with the number of buckets. */
async function expectSame(store: ObservationStore, plain: ObservationStore, query: BucketQuery): Promise<number> {
  const [found, wanted] = [inOrder(await store.buckets(query)), inOrder(await plain.buckets(query))]
  const { station, ...rest } = query
  const together = await store.bucketsByStation({ ...rest, stations: [station] })
  expectAlike(inOrder(together.get(station) ?? []), wanted)
  expectAlike(found, wanted)
  const datastreams = query.properties.map((property) => datastreamId(station, property))
  expect(await readEnvelopes(store, { ...rest, datastreams })).toEqual(
    await readEnvelopes(plain, { ...rest, datastreams }),
  )
  return found.length
}

/** The same buckets; what is added up in another order may differ in its last digits. */
function expectAlike(found: readonly Bucket[], wanted: readonly Bucket[]): void {
  expect(found.map((bucket) => ({ ...bucket, value: 0 }))).toEqual(wanted.map((bucket) => ({ ...bucket, value: 0 })))
  for (const [index, { value }] of found.entries()) {
    const right = wanted[index]!.value
    expect(Math.abs(value - right)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(right)))
  }
}

/** What a store with tiers must do, whatever comes when; `now` is the time of its clock. */
export function tierContract(
  name: string,
  now: number,
  open: () => Promise<TieredStore>,
  intervals: readonly number[] = INTERVALS,
): void {
  describe(`${name}: tiers`, () => {
    let store: TieredStore
    afterEach(() => store.close())

    it.each([1, 2, 3])('never disagree with the observations (seed %i)', async (seed) => {
      const random = seededRandom(seed)
      const below = (n: number) => Math.floor(random() * n)
      const pick = <T>(choices: readonly T[]) => choices[below(choices.length)] as T
      store = await open()
      const plain = createMemoryStore()
      const today = startOfLocalDay(now)
      const station = observed(0, 0).station
      let arrived = now

      function anyObservation(): Observation {
        // Often on a border of days, and often at a place that was taken before.
        const day = today - below(4) * DAY
        const at = random() < 0.3 ? day + pick([-1, 0, 1, -MINUTE, MINUTE]) : day + below(200) * 7 * MINUTE
        const quality = random() < 0.5 ? 'good' : pick(QUALITIES)
        const value = below(900) / 10
        const observation = observed(Math.min(at, now), value, { property: pick(PROPERTIES), quality })
        return { ...observation, receivedAt: arrived++ }
      }

      for (let round = 0; round < 12; round++) {
        const batch = Array.from({ length: 1 + below(80) }, anyObservation)
        expect(await put(store, ...batch)).toEqual(await put(plain, ...batch))
        if (random() < 0.6) await store.keepUp()
        for (let n = 0; n < 6; n++) {
          const from = today - 4 * DAY + below(3 * 24) * HOUR + pick([0, 0, 1, 12_345])
          const to = from + pick([HOUR, 30 * HOUR, 5 * DAY]) + pick([0, 0, 1, 54_321])
          const properties = pick([PROPERTIES, PROPERTIES.slice(1), PROPERTIES.slice(0, 1)])
          await expectSame(store, plain, { station, properties, from, to, everyMs: pick(intervals), fn: pick(FNS) })
        }
      }
      for (const property of PROPERTIES) {
        const { datastream } = observed(0, 0, { property })
        expect(await readAll(store, datastream)).toEqual(await readAll(plain, datastream))
        expect(await store.corrections(datastream, 0, now)).toEqual(await plain.corrections(datastream, 0, now))
      }
      for (let n = 0; n < 5; n++) {
        const measured = today - 5 * DAY + below(5 * 24 * 60) * MINUTE
        for (const known of [undefined, now + below(arrived - now)]) {
          const [found, wanted] = [await store.newest({ measured, known }), await plain.newest({ measured, known })]
          expect(byDatastream(found)).toEqual(byDatastream(wanted))
        }
      }
    })

    it('have minutes where observations are many, and correct them too', async () => {
      store = await open()
      const plain = createMemoryStore()
      const day = startOfLocalDay(now) - DAY
      const many = Array.from({ length: 5_000 }, (_, n) => observed(day + n * 7 * SECOND + 3, n % 97))
      const few = Array.from({ length: 50 }, (_, n) => observed(day + DAY + n * MINUTE, n))
      for (const each of [store, plain]) await put(each, ...many, ...few)
      await store.keepUp()
      const query = {
        station: observed(0, 0).station,
        properties: PROPERTIES,
        from: day - HOUR,
        to: day + DAY + HOUR,
        fn: 'mean' as const,
      }
      async function countSame(): Promise<number> {
        let buckets = 0
        for (const everyMs of intervals) buckets += await expectSame(store, plain, { ...query, everyMs })
        return buckets
      }
      expect(await countSame()).toBeGreaterThan(600)
      for (const each of [store, plain]) await put(each, observed(day + 3, 500), observed(day + 20 * HOUR, 1))
      expect(await countSame()).toBeGreaterThan(600)
      await store.keepUp()
      expect(await countSame()).toBeGreaterThan(600)
    })

    it('find the newest of a datastream that fell silent long ago', async () => {
      store = await open()
      const old = observed(now - 300 * DAY, 1, { property: 'no2' })
      await put(store, old, observed(now - 3 * DAY, 2), observed(now, 3))
      await store.keepUp()
      const newest = async (measured?: number) =>
        (await store.newest(measured === undefined ? undefined : { measured })).map(({ value }) => value).toSorted()
      expect(await newest()).toEqual([1, 3])
      expect(await newest(now - DAY)).toEqual([1, 2])
      expect(await newest(now - 200 * DAY)).toEqual([1])
      expect(await newest(now - 301 * DAY)).toEqual([])
      await put(store, { ...old, at: old.at + 40 * DAY, value: 4 })
      expect(await newest(now - 200 * DAY)).toEqual([4])
    })

    it('find what was known last before a backfill of many days', async () => {
      store = await open()
      await put(store, came(now - 70 * DAY, now - 70 * DAY, 1))
      await store.keepUp()
      await put(store, ...Array.from({ length: 60 }, (_, day) => came(now - (day + 1) * DAY, now, 100 + day)))
      await store.keepUp()
      const known = async (at: number) => (await store.newest({ measured: at, known: at })).map(({ value }) => value)
      expect(await known(now)).toEqual([100])
      expect(await known(now - 1)).toEqual([1])
      expect(await known(now - 30 * DAY)).toEqual([1])
      expect(await known(now - 71 * DAY)).toEqual([])
      expect((await store.newest({ measured: now - 30 * DAY })).map(({ value }) => value)).toEqual([129])
    })
  })
}
