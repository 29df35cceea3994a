import type { StandingDoubt } from '@ioc/shared/anomaly'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import { createMemorySuspicionStore } from '../../adapters/memory/suspicion-store.js'
import { openSuspicions } from './suspicions.js'

const NOW = Date.UTC(2026, 10, 22)
const station = { id: 'HUE-WL-05' as StationId, kind: 'water', attributes: { bd1: 1, bd2: 2, bd3: 3.5 } }
const level = 'water_level' as PropertyKey
const id = datastreamId(station.id, level)
const why = { vi: 'nghi kẹt ở 0,4', en: 'stuck at 0.4' }
const doubt: StandingDoubt = { at: NOW, value: 0.4, kind: 'flatline', cause: 'fault', why, score: 2, neighbours: [] }

function open(now = NOW, store = createMemorySuspicionStore(), known = [station]) {
  const stations = new Map(known.map((each) => [each.id, each as unknown as Station]))
  return openSuspicions({ store, stations, events: { suspicionUnkept: (_, cause) => expect.fail(String(cause)) }, now })
}

it('judges a value by when it was measured, whenever it comes', async () => {
  const suspicions = await open()
  expect(suspicions.size).toBe(0)
  suspicions.begin(station.id, level, doubt, null)
  const suspect = (at: number) => suspicions.has(id, at, 0.4)
  expect([NOW - 1, NOW, NOW + HOUR].map(suspect)).toEqual([false, true, true])
  suspicions.end(id, NOW + HOUR)
  expect([NOW - 1, NOW, NOW + HOUR - 1, NOW + HOUR].map(suspect)).toEqual([false, true, true, false])
  expect(suspicions.standing(id)).toBeNull()
  expect(suspicions.of(station.id, level, NOW)?.doubt.why).toEqual(why)
})

it('doubts a sensor for one reason at a time, and ends with that', async () => {
  const suspicions = await open()
  suspicions.begin(station.id, level, doubt, null)
  suspicions.begin(station.id, level, { ...doubt, at: NOW + HOUR, kind: 'spike' }, null)
  const kindAt = (at: number) => suspicions.of(station.id, level, at)?.doubt.kind
  expect([NOW, NOW + HOUR].map(kindAt)).toEqual(['flatline', 'spike'])
  suspicions.end(id, NOW + 2 * HOUR)
  expect(suspicions.has(id, NOW + 2 * HOUR, 0.4)).toBe(false)
})

it('doubts one wild value, and not what comes after it', async () => {
  const suspicions = await open()
  suspicions.begin(station.id, level, { ...doubt, kind: 'spike' }, NOW + 1)
  expect([NOW, NOW + 1].map((at) => suspicions.has(id, at, 0.4))).toEqual([true, false])
  expect(suspicions.standing(id)).toBeNull()
})

it('never takes for suspect what people are warned of', async () => {
  const suspicions = await open()
  suspicions.begin(station.id, level, doubt, null)
  expect([0.99, 1, 3.6].map((value) => suspicions.has(id, NOW, value))).toEqual([true, false, false])
})

it('goes on after a start, and forgets after a week', async () => {
  const store = createMemorySuspicionStore()
  const before = await open(NOW, store)
  before.begin(station.id, level, doubt, null)
  await before.settled()

  const after = await open(NOW + HOUR, store)
  expect(after.has(id, NOW + HOUR, 0.4)).toBe(true)
  expect(after.standing(id)?.doubt).toEqual(doubt)
  after.end(id, NOW + 2 * HOUR)
  await after.settled()
  after.tidy(NOW + 7 * DAY)
  expect(after.has(id, NOW, 0.4)).toBe(true)
  after.tidy(NOW + 7 * DAY + 2 * HOUR)
  expect(after.size).toBe(0)
  expect((await open(NOW + DAY, store)).has(id, NOW, 0.4)).toBe(true)
  expect((await open(NOW + 8 * DAY, store)).size).toBe(0)
})

it('forgets on disk what it has forgotten, at the start and once a day, and nothing that stands', async () => {
  const store = createMemorySuspicionStore()
  const suspicions = await open(NOW, store)
  const times = async () => (await store.after(-Infinity)).map(({ from, to }) => [from - NOW, to && to - NOW])
  for (const from of [NOW, NOW + DAY]) {
    suspicions.begin(station.id, level, { ...doubt, at: from }, null)
    suspicions.end(id, from + HOUR)
  }
  suspicions.begin(station.id, level, { ...doubt, at: NOW + 2 * DAY }, null)
  const kept = [
    [0, HOUR],
    [DAY, DAY + HOUR],
    [2 * DAY, null],
  ]
  suspicions.tidy(NOW + 7 * DAY)
  suspicions.tidy(NOW + 7 * DAY + 2 * HOUR)
  await suspicions.settled()
  expect(await times()).toEqual(kept)
  suspicions.tidy(NOW + 8 * DAY)
  await suspicions.settled()
  expect(await times()).toEqual(kept.slice(1))

  const after = await open(NOW + 30 * DAY, store)
  after.tidy(NOW + 30 * DAY)
  await after.settled()
  expect(await times()).toEqual(kept.slice(2))
})

it('ends at a start what stands of a station that is gone', async () => {
  const store = createMemorySuspicionStore()
  const before = await open(NOW, store)
  before.begin(station.id, level, doubt, null)
  await before.settled()
  const after = await open(NOW + HOUR, store, [])
  expect(after.standing(id)).toBeNull()
  await after.settled()
  expect(await store.after(0)).toMatchObject([{ from: NOW, to: NOW + HOUR }])
})
