import type { EnvelopeQuery, ObservationStore, Tally } from '@ioc/server/ports/observation-store'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation, Outcome, Quality } from '@ioc/shared/observation'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { afterEach, describe, expect, it } from 'vitest'

const STATION = 'HUE-AQ-01' as StationId
const T0 = Date.UTC(2026, 10, 22, 3)

export function observed(
  at: number,
  value: number,
  more: { property?: string; station?: string; quality?: Quality } = {},
): Observation {
  const { property = 'pm2_5', station = STATION, quality = 'good' } = more
  const [s, p] = [station as StationId, property as PropertyKey]
  return {
    datastream: datastreamId(s, p),
    station: s,
    property: p,
    at,
    value,
    quality,
    receivedAt: at + 500,
    timeSource: 'device',
  }
}

/** One that took longer to arrive. */
export function came(at: number, receivedAt: number, value: number): Observation {
  return { ...observed(at, value), receivedAt }
}

export async function put(store: ObservationStore, ...observations: Observation[]): Promise<Outcome[]> {
  const outcomes = await store.classify(observations)
  await store.commit({ observations, outcomes, rejections: [], tallies: [] })
  return outcomes
}

export async function readAll(
  store: ObservationStore,
  datastream = datastreamId(STATION, 'pm2_5' as PropertyKey),
  from = 0,
  to = 1e14,
) {
  const readings = []
  for await (const chunk of store.read(datastream, from, to)) readings.push(...chunk)
  return readings
}

/** The steps of each datastream that has any. */
export async function readEnvelopes(store: ObservationStore, query: EnvelopeQuery) {
  const found = new Map<string, unknown[]>()
  for await (const { datastream, at, low, high, last, quality } of store.envelopes(query)) {
    const steps = at.map((time, n) => ({ at: time, low: low[n], high: high[n], last: last[n], quality: quality[n] }))
    found.set(datastream, [...(found.get(datastream) ?? []), ...steps])
  }
  return found
}

function tally(more: Partial<Tally>): Tally {
  const none = { received: 0, stored: 0, duplicate: 0, corrected: 0, rejected: {}, bytes: 0, missed: 0, lastSeen: 0 }
  return { station: STATION, ...none, ...more }
}

/** What a store must do that keeps when each observation arrived; one that hands old ones on to another takes those as known. */
export function arrivalContract(
  name: string,
  open: () => Promise<ObservationStore & { keepUp?: () => Promise<unknown> }>,
): void {
  it(`${name} reads as of a moment what had arrived by then, with the values that stood`, async () => {
    const store = await open()
    await put(store, came(T0, T0 + 1_000, 1), came(T0 + 10, T0 + HOUR, 5))
    await put(store, came(T0, T0 + 2 * HOUR, 3))
    await store.keepUp?.()
    const { datastream, station, property } = observed(T0, 0)
    const range = { from: T0 - HOUR, to: T0 + HOUR }
    const known = async (at?: number) => {
      const found: number[] = []
      for await (const chunk of store.read(datastream, range.from, range.to, at))
        found.push(...chunk.map(({ value }) => value))
      const asked = { station, properties: [property], ...range, everyMs: HOUR, fn: 'max' as const, known: at }
      return [found, (await store.buckets(asked)).map(({ value }) => value)]
    }
    expect(await known(T0 + 999)).toEqual([[], []])
    expect(await known(T0 + HOUR - 1)).toEqual([[1], [1]])
    expect(await known(T0 + HOUR)).toEqual([[1, 5], [5]])
    expect(await known(T0 + 2 * HOUR)).toEqual([[3, 5], [5]])
    expect(await known()).toEqual([[3, 5], [5]])
    await store.close()
  })
}

/** What every observation store must do; run by each of them. */
export function observationStoreContract(name: string, open: () => Promise<ObservationStore>): void {
  describe(`${name}: an observation store`, () => {
    let store: ObservationStore
    const opened = async () => (store = await open())
    afterEach(() => store.close())

    it('gives back what was put in, in time order, to the last bit', async () => {
      await opened()
      await put(store, observed(T0 + 2, 0.1 + 0.2), observed(T0, -0.000_000_123), observed(T0 + 1, Number.MAX_VALUE))
      expect(await readAll(store)).toEqual([
        { at: T0, value: -0.000_000_123, quality: 'good', timeSource: 'device' },
        { at: T0 + 1, value: Number.MAX_VALUE, quality: 'good', timeSource: 'device' },
        { at: T0 + 2, value: 0.1 + 0.2, quality: 'good', timeSource: 'device' },
      ])
    })

    it('reads from inclusive, to exclusive', async () => {
      await opened()
      await put(store, observed(T0, 1), observed(T0 + 1, 2), observed(T0 + 2, 3))
      const readings = await readAll(store, undefined, T0, T0 + 2)
      expect(readings.map(({ value }) => value)).toEqual([1, 2])
    })

    it('keeps datastreams apart', async () => {
      await opened()
      await put(store, observed(T0, 1), observed(T0, 2, { property: 'pm10' }), observed(T0, 3, { station: 'B' }))
      expect(await readAll(store)).toEqual([{ at: T0, value: 1, quality: 'good', timeSource: 'device' }])
      expect(await readAll(store, datastreamId('none' as StationId, 'pm10' as PropertyKey))).toEqual([])
    })

    it('knows a duplicate: newest, late, and twice in one batch', async () => {
      await opened()
      expect(await put(store, observed(T0, 1), observed(T0 + 10, 2))).toEqual(['stored', 'stored'])
      expect(await put(store, observed(T0 + 10, 2))).toEqual(['duplicate'])
      expect(await put(store, observed(T0, 1))).toEqual(['duplicate'])
      const twice = [observed(T0 + 5, 3), observed(T0 + 5, 3), observed(T0 + 20, 4), observed(T0 + 20, 4)]
      expect(await put(store, ...twice)).toEqual(['stored', 'duplicate', 'stored', 'duplicate'])
      expect(await readAll(store)).toHaveLength(4)
    })

    it('sees an older twin of its own batch behind a newer one', async () => {
      await opened()
      const batch = [observed(T0, 1), observed(T0 + 10, 2), observed(T0, 1), observed(T0, 9)]
      expect(await put(store, ...batch)).toEqual(['stored', 'stored', 'duplicate', 'corrected'])
      expect((await readAll(store)).map(({ value }) => value)).toEqual([9, 2])
    })

    it('shows the newer arrival of a corrected value and keeps the old one', async () => {
      await opened()
      await put(store, observed(T0, 1), observed(T0 + 10, 2))
      expect(await put(store, observed(T0, 5), observed(T0 + 10, 6))).toEqual(['corrected', 'corrected'])
      expect(await put(store, observed(T0, 7, { quality: 'suspect' }), observed(T0, 8))).toEqual([
        'corrected',
        'corrected',
      ])
      expect((await readAll(store)).map(({ value }) => value)).toEqual([8, 6])
      const corrections = await store.corrections(observed(T0, 0).datastream, T0, T0 + 11)
      expect(corrections.map(({ at, value, quality }) => [at - T0, value, quality])).toEqual([
        [0, 1, 'good'],
        [0, 5, 'good'],
        [0, 7, 'suspect'],
        [10, 2, 'good'],
      ])
      expect(corrections[0]?.replacedAt).toBe(T0 + 500)
    })

    it('keeps what was known before of a value whose quality alone was corrected', async () => {
      await opened()
      await put(store, observed(T0, 1))
      const observations = [{ ...came(T0, T0 + 5_000, 1), quality: 'suspect' as const }]
      await store.commit({ observations, outcomes: ['corrected'], rejections: [], tallies: [] })
      expect(await readAll(store)).toMatchObject([{ at: T0, value: 1, quality: 'suspect' }])
      const [before, ...more] = await store.corrections(observed(T0, 0).datastream, T0, T0 + 1)
      expect([before, more]).toMatchObject([{ value: 1, quality: 'good', replacedAt: T0 + 5_000 }, []])
    })

    it('takes a correction of a value stored in the same batch', async () => {
      await opened()
      expect(await put(store, observed(T0, 1), observed(T0, 2))).toEqual(['stored', 'corrected'])
      expect((await readAll(store)).map(({ value }) => value)).toEqual([2])
    })

    it('knows the newest measured of each datastream, now and as of a moment', async () => {
      await opened()
      await put(
        store,
        observed(T0 + 10, 2),
        observed(T0, 1),
        observed(T0 + 5, 3, { property: 'no2', quality: 'fault' }),
      )
      const newest = await store.newest()
      expect(newest.map(({ property, value }) => [property, value]).sort()).toEqual([
        ['no2', 3],
        ['pm2_5', 2],
      ])
      expect(newest.find(({ property }) => property === 'no2')).toEqual(
        observed(T0 + 5, 3, { property: 'no2', quality: 'fault' }),
      )
      expect((await store.newest({ measured: T0 + 4 })).map(({ value }) => value)).toEqual([1])
    })

    it('knows as of a moment only what had arrived by then, with the values that stood', async () => {
      await opened()
      await put(store, came(T0, T0 + 1_000, 1), came(T0 + 10, T0 + HOUR, 2))
      for (const [hours, value] of [2, 3, 4].entries()) await put(store, came(T0, T0 + (hours + 2) * HOUR, value))
      const known = async (at: number) => {
        const [one] = await store.newest({ measured: at, known: at })
        return one && [one.at - T0, one.value, one.receivedAt - T0]
      }
      expect(await known(T0 + 999)).toBeUndefined()
      expect(await known(T0 + HOUR - 1)).toEqual([0, 1, 1_000])
      expect(await known(T0 + HOUR)).toEqual([10, 2, HOUR])
      const first = async (at: number) => (await store.newest({ measured: T0, known: at })).map(({ value }) => value)
      expect(await first(T0 + HOUR)).toEqual([1])
      expect(await first(T0 + 2 * HOUR)).toEqual([2])
      expect(await first(T0 + 3 * HOUR)).toEqual([3])
      expect(await first(T0 + 9 * HOUR)).toEqual([4])
      expect((await store.newest({ measured: T0 })).map(({ value }) => value)).toEqual([4])
    })

    it('remembers that a time was not the device’s own', async () => {
      await opened()
      await put(store, { ...observed(T0, 1), timeSource: 'server' })
      expect((await store.newest())[0]?.timeSource).toBe('server')
      expect((await readAll(store))[0]?.timeSource).toBe('server')
    })

    it('puts values into buckets that begin on the hour, and leaves empty ones out', async () => {
      await opened()
      await put(store, observed(T0, 1), observed(T0 + 59 * MINUTE, 4), observed(T0 + 2 * HOUR, 10))
      const at = async (fn: 'mean' | 'min' | 'max' | 'sum' | 'count' | 'last') => {
        const query = {
          station: STATION,
          properties: ['pm2_5' as PropertyKey],
          from: T0,
          to: T0 + 3 * HOUR,
          everyMs: HOUR,
          fn,
        }
        return (await store.buckets(query)).map((bucket) => [(bucket.at - T0) / HOUR, bucket.value])
      }
      expect(await at('mean')).toEqual([
        [0, 2.5],
        [2, 10],
      ])
      expect(await at('min')).toEqual([
        [0, 1],
        [2, 10],
      ])
      expect(await at('max')).toEqual([
        [0, 4],
        [2, 10],
      ])
      expect(await at('sum')).toEqual([
        [0, 5],
        [2, 10],
      ])
      expect(await at('count')).toEqual([
        [0, 2],
        [2, 1],
      ])
      expect(await at('last')).toEqual([
        [0, 4],
        [2, 10],
      ])
    })

    it('computes a bucket from its good values alone where there are any', async () => {
      await opened()
      await put(
        store,
        observed(T0, 10),
        observed(T0 + 1, 500, { quality: 'calibrating' }),
        observed(T0 + HOUR, 3, { quality: 'suspect' }),
        observed(T0 + HOUR + 1, 5, { quality: 'fault' }),
      )
      const query = {
        station: STATION,
        properties: ['pm2_5' as PropertyKey],
        from: T0,
        to: T0 + DAY,
        everyMs: HOUR,
        fn: 'mean' as const,
      }
      expect(await store.buckets(query)).toEqual([
        { property: 'pm2_5', at: T0, value: 10, quality: 'good', goodCount: 1 },
        { property: 'pm2_5', at: T0 + HOUR, value: 4, quality: 'fault', goodCount: 0 },
      ])
    })

    it('leaves out a bucket whose numbers together are more than a double holds', async () => {
      await opened()
      await put(store, observed(T0, 1.7e308), observed(T0 + 1, 1.7e308), observed(T0 + HOUR, 1))
      const properties = ['pm2_5' as PropertyKey]
      const query = { station: STATION, properties, from: T0, to: T0 + DAY, everyMs: HOUR, fn: 'sum' as const }
      expect((await store.buckets(query)).map(({ value }) => value)).toEqual([1])
    })

    it('takes days as the Vietnamese calendar does', async () => {
      await opened()
      const midnight = Date.UTC(2026, 10, 21, 17)
      await put(store, observed(midnight - 1, 1), observed(midnight, 2))
      const query = {
        station: STATION,
        properties: ['pm2_5' as PropertyKey],
        from: 0,
        to: midnight + DAY,
        everyMs: DAY,
        fn: 'sum' as const,
      }
      expect((await store.buckets(query)).map(({ at, value }) => [at, value])).toEqual([
        [midnight - DAY, 1],
        [midnight, 2],
      ])
    })

    it('takes the mean of directions on the circle', async () => {
      await opened()
      const wind = { property: 'wind_direction' }
      await put(store, observed(T0, 350, wind), observed(T0 + 1, 20, wind))
      const query = {
        station: STATION,
        properties: ['wind_direction' as PropertyKey],
        from: T0,
        to: T0 + HOUR,
        everyMs: HOUR,
        fn: 'circular-mean' as const,
      }
      expect((await store.buckets(query))[0]?.value).toBeCloseTo(5, 9)
    })

    it('answers several properties of a station at once', async () => {
      await opened()
      await put(store, observed(T0, 1), observed(T0, 2, { property: 'no2' }))
      const properties = ['no2', 'pm2_5', 'o3'] as PropertyKey[]
      const buckets = await store.buckets({
        station: STATION,
        properties,
        from: T0,
        to: T0 + HOUR,
        everyMs: HOUR,
        fn: 'mean',
      })
      expect(buckets.map(({ property, value }) => [property, value]).sort()).toEqual([
        ['no2', 2],
        ['pm2_5', 1],
      ])
    })

    it('answers many stations at once, each with its own', async () => {
      await opened()
      const [other, silent] = ['HUE-AQ-02', 'HUE-AQ-03'] as StationId[]
      await put(
        store,
        observed(T0, 1),
        observed(T0, 2, { station: other! }),
        observed(T0 + HOUR, 3, { station: other! }),
      )
      const properties = ['pm2_5' as PropertyKey]
      const range = { from: T0, to: T0 + DAY, everyMs: HOUR }
      const found = await store.bucketsByStation({
        ...range,
        stations: [other!, silent!, STATION],
        properties,
        fn: 'mean',
      })
      expect([...found].map(([station, buckets]) => [station, buckets.map(({ value }) => value)]).sort()).toEqual([
        [STATION, [1]],
        [other, [2, 3]],
      ])
    })

    it('tells the lowest, highest and last of each step, one datastream after the other', async () => {
      await opened()
      const [other, silent] = ['HUE-AQ-02', 'HUE-AQ-03'] as StationId[]
      await put(
        store,
        observed(T0, 4),
        observed(T0 + MINUTE, 1),
        observed(T0 + 2 * MINUTE, 9, { quality: 'suspect' }),
        observed(T0 + 3 * MINUTE, 3),
        observed(T0 + HOUR, 7, { quality: 'suspect' }),
        observed(T0, 5, { station: other! }),
      )
      const datastreams = [other!, silent!, STATION].map((station) => datastreamId(station, 'pm2_5' as PropertyKey))
      const found = await readEnvelopes(store, { datastreams, from: T0, to: T0 + DAY, everyMs: HOUR })
      expect(Object.fromEntries(found)).toEqual({
        'HUE-AQ-01/pm2_5': [
          { at: T0, low: 1, high: 4, last: 3, quality: 'good' },
          { at: T0 + HOUR, low: 7, high: 7, last: 7, quality: 'suspect' },
        ],
        'HUE-AQ-02/pm2_5': [{ at: T0, low: 5, high: 5, last: 5, quality: 'good' }],
      })
    })

    it('sums up the ledger with what was rejected and why', async () => {
      await opened()
      const entry = { observations: [], outcomes: [], rejections: [] }
      const first = tally({ received: 5, stored: 3, rejected: { 'time.future': 2 }, bytes: 100, lastSeen: T0 })
      await store.commit({ ...entry, tallies: [first] })
      const second = tally({
        received: 2,
        duplicate: 1,
        rejected: { 'time.future': 1 },
        bytes: 20,
        missed: 4,
        lastSeen: T0 + 1,
      })
      await store.commit({ ...entry, tallies: [second, { ...second, station: 'B' as StationId }] })
      const sum = {
        received: 7,
        stored: 3,
        duplicate: 1,
        rejected: { 'time.future': 3 },
        bytes: 120,
        missed: 4,
        lastSeen: T0 + 1,
      }
      expect(await store.tallies()).toEqual([{ ...second, station: 'B' }, tally(sum)])
    })

    it('keeps rejected messages with their bytes, newest first', async () => {
      await opened()
      const rejection = {
        at: T0,
        station: STATION,
        topic: 'ioc/v1/x',
        reason: 'payload.unreadable' as const,
        detail: 'not JSON',
        sender: STATION,
        count: 1,
        places: null,
        whole: true,
      }
      const rejections = [
        { ...rejection, payload: Buffer.from([0, 255, 1]) },
        { ...rejection, station: 'B' as StationId, payload: Buffer.alloc(0) },
      ]
      await store.commit({ observations: [], outcomes: [], rejections, tallies: [] })
      await store.commit({
        observations: [],
        outcomes: [],
        rejections: [{ ...rejections[0]!, detail: 'again' }],
        tallies: [],
      })
      const all = await store.rejections({ limit: 10 })
      expect(all.map(({ detail, station }) => [station, detail])).toEqual([
        [STATION, 'again'],
        ['B', 'not JSON'],
        [STATION, 'not JSON'],
      ])
      expect(all[2]?.payload).toEqual(Buffer.from([0, 255, 1]))
      expect(new Set(all.map(({ id }) => id)).size).toBe(3)
      expect(await store.rejections({ station: 'B' as StationId, limit: 10 })).toHaveLength(1)
      expect(await store.rejections({ limit: 1 })).toHaveLength(1)
      expect(await store.rejections({ limit: 1, before: all[0]!.id })).toEqual([all[1]])
      expect(await store.rejections({ station: STATION, limit: 10, before: all[0]!.id })).toEqual([all[2]])
      expect(await store.rejections({ limit: 10, before: all[2]!.id })).toEqual([])
    })

    it('lets a rejection go in the commit that brings what it stood for', async () => {
      await opened()
      const rejection = {
        at: T0,
        station: STATION,
        topic: 't',
        detail: 'no such property',
        payload: Buffer.from('{}'),
        sender: 'gw' as StationId,
        count: 7,
        places: '0-4,7-8',
        whole: true,
      }
      const refused = ['property.unknown', 'time.future', 'time.future'] as const
      const rejections = refused.map((reason, n) => ({ ...rejection, reason, at: T0 + n }))
      const tallied = tally({ received: 21, rejected: { 'property.unknown': 7, 'time.future': 14 } })
      await store.commit({ observations: [], outcomes: [], rejections, tallies: [tallied] })
      const ids = await store.rejectionIds({})
      const [first = '', second = ''] = ids
      expect(await store.rejectionIds({ reason: 'time.future' })).toEqual(ids.slice(1))
      expect(await store.rejectionIds({ station: 'B' as StationId })).toEqual([])
      expect(await store.rejectionsById([second, first, 'nonsense'])).toEqual([
        { ...rejections[0], id: first },
        { ...rejections[1], id: second },
      ])

      const observations = [observed(T0, 1)]
      const outcomes = await store.classify(observations)
      const moved = tally({ received: 0, stored: 1, rejected: { 'property.unknown': -7, 'value.not-a-number': 6 } })
      const left = { ...rejection, reason: 'value.not-a-number' as const, count: 6, places: '1-4,7-8' }
      await store.commit({ observations, outcomes, rejections: [left], tallies: [moved], withdrawn: [first] })
      expect(await store.rejectionsById([first])).toEqual([])
      const kept = await store.rejections({ limit: 10 })
      expect(kept.map(({ reason, count }) => [reason, count])).toEqual([
        ['value.not-a-number', 6],
        ['time.future', 7],
        ['time.future', 7],
      ])
      expect(await store.rejections({ reason: 'value.not-a-number', limit: 10 })).toHaveLength(1)
      expect(await store.rejected(T0, T0 + 2)).toEqual([
        { station: STATION, reason: 'time.future', count: 7 },
        { station: STATION, reason: 'value.not-a-number', count: 6 },
      ])
      expect(await store.rejected(T0 + 2, T0 + 3)).toEqual([{ station: STATION, reason: 'time.future', count: 7 }])
      expect(await store.tallies()).toEqual([
        tally({ received: 21, stored: 1, rejected: { 'time.future': 14, 'value.not-a-number': 6 } }),
      ])
    })

    it('counts the times of each datastream by the hour', async () => {
      await opened()
      // Counted are the last two days alone; every store of this suite runs at ten days after T0.
      const young = T0 + 10 * DAY - 2 * HOUR
      await put(store, observed(young - 1, 1), observed(young, 2), observed(young + 1, 3), observed(young + HOUR, 4))
      await put(store, observed(young, 9), observed(young + 1, 5, { property: 'no2' }))
      const counts = await store.counts(young - 1, HOUR)
      const rows = counts.map(({ datastream, at, count }) => `${datastream} ${(at - young) / HOUR} ${count}`)
      expect(rows.sort()).toEqual([`${STATION}/no2 0 1`, `${STATION}/pm2_5 0 2`, `${STATION}/pm2_5 1 1`])
    })

    it('takes a large batch and streams it back whole', async () => {
      await opened()
      const many = Array.from({ length: 10_000 }, (_, index) => observed(T0 + index * 1000, index))
      await put(store, ...many)
      const readings = await readAll(store)
      expect(readings).toHaveLength(10_000)
      expect(readings.at(-1)).toEqual({ at: T0 + 9_999_000, value: 9_999, quality: 'good', timeSource: 'device' })
    })
  })
}
