import { setImmediate } from 'node:timers/promises'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { createLatestAsOf } from '@ioc/server/wiring/latest-as-of'
import type { Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { WireOverview } from '@ioc/shared/overview'
import type { Station } from '@ioc/shared/station'
import { HOUR, MINUTE, formatTime } from '@ioc/shared/time'
import type { LatestStation } from '@ioc/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { observed, put } from '../contracts/observation-store.js'
import { createManualClock } from '../manual-clock.js'
import { openTestApp, type TestApp } from '../open-test-app.js'

const GAUGE = 'HUE-WL-01'

describe('a moment of the past', () => {
  let room: TestApp
  let start: number

  async function report(at: number, value: number): Promise<void> {
    const observations = [{ at, values: { water_level: value } }]
    await room.api('observations', { method: 'POST', body: { station: GAUGE, observations } })
  }

  async function gaugeAt(minute: number, as: 'known' | 'measured' | null) {
    const query = `at=${start + minute * MINUTE}${as ? `&as=${as}` : ''}`
    const all = await room.api<LatestStation[]>(`latest?${query}`)
    const { values, reporting, receivedAt } = all.find(({ station }) => station === GAUGE)!
    const { rivers } = await room.api<WireOverview>(`overview?${query}`)
    const figure = rivers.find(({ station }) => station === GAUGE)?.value ?? null
    return { value: values['water_level']?.value ?? null, figure, reporting, receivedAt }
  }

  beforeAll(async () => {
    room = await openTestApp()
    start = room.clock.now()
    await report(start, 0.3)
    room.clock.advance(90 * MINUTE)
    // It was cut off, and brings its crest once it is back; and what it said first was wrong.
    await report(start + 10 * MINUTE, 4.9)
    await report(start, 0.4)
  }, 60_000)
  afterAll(() => room.close())

  it('shows what the room could know then', async () => {
    const heard = formatTime(start)
    expect(await gaugeAt(1, 'known')).toEqual({ value: 0.3, figure: 0.3, reporting: 'reporting', receivedAt: heard })
    expect(await gaugeAt(20, 'known')).toMatchObject({ value: 0.3, figure: 0.3, receivedAt: heard })
    expect(await gaugeAt(59, 'known')).toMatchObject({ value: 0.3, reporting: 'silent' })
    expect(await gaugeAt(90, 'known')).toMatchObject({ value: 4.9, reporting: 'reporting' })
    expect(await gaugeAt(-1, 'known')).toEqual({ value: null, figure: null, reporting: 'never', receivedAt: null })
  })

  it('shows, where that is asked for, what was measured by then, and still who was heard', async () => {
    const heard = formatTime(start)
    for (const as of ['measured', null] as const) {
      expect(await gaugeAt(5, as)).toMatchObject({ value: 0.4, figure: 0.4, receivedAt: heard })
      expect(await gaugeAt(59, as)).toEqual({ value: 4.9, figure: 4.9, reporting: 'silent', receivedAt: heard })
    }
  })
})

describe('history that was brought later', () => {
  let room: TestApp
  let start: number

  beforeAll(async () => {
    room = await openTestApp()
    start = room.clock.now()
    const observations = [-180, -120, -60].map((minute) => ({
      at: start + minute * MINUTE,
      values: { water_level: -minute / 100 },
    }))
    await room.api('observations', { method: 'POST', body: { station: GAUGE, observations } })
  }, 60_000)
  afterAll(() => room.close())

  const gaugeAt = async (minute: number, as: 'known' | 'measured') => {
    const all = await room.api<LatestStation[]>(`latest?at=${start + minute * MINUTE}&as=${as}`)
    return all.find(({ station }) => station === GAUGE)!
  }

  it('was not known before it came, and nobody had been heard', async () => {
    expect(await gaugeAt(-119, 'known')).toMatchObject({ values: {}, at: null, receivedAt: null, reporting: 'never' })
  })

  it('is there as it was measured, and by that a station reports or is silent', async () => {
    const gauge = await gaugeAt(-119, 'measured')
    expect(gauge).toMatchObject({ values: { water_level: { value: 1.2 } }, receivedAt: null, reporting: 'reporting' })
    expect(await gaugeAt(-1, 'measured')).toMatchObject({
      values: { water_level: { value: 0.6 } },
      reporting: 'silent',
    })
    expect(await gaugeAt(-181, 'measured')).toMatchObject({ values: {}, reporting: 'never' })
  })
})

describe('a moment of a large province', () => {
  const NOW = Date.parse('2026-11-22T05:00:00Z')
  const stations = Array.from({ length: 5_000 }, (_, n) => ({ id: `S${n}`, reportIntervalS: 60 }) as Station)

  const past = (minutes: number) => ({ at: NOW - minutes * MINUTE, known: NOW - minutes * MINUTE })

  async function open() {
    const store = createMemoryStore()
    await put(store, ...stations.map(({ id }, n) => observed(NOW - HOUR, n, { station: id, property: 'water_level' })))
    const count = { reads: 0, now: 0, together: 0 }
    const moments = createLatestAsOf({
      clock: createManualClock(NOW),
      suspicionOf: () => null,
      stations: { list: () => stations },
      alarms: {
        list: async () =>
          ['S7', 'S7', 'S4999'].map((station, n) => ({
            ...({ id: `${n}`, state: 'unacknowledged', raisedAt: n } as Alarm),
            station: station as StationId,
            severity: n === 1 ? 'critical' : 'low',
          })),
      },
      store: {
        ...store,
        async newest(asOf) {
          count.reads++
          count.together = Math.max(count.together, ++count.now)
          await setImmediate()
          count.now--
          return store.newest(asOf)
        },
      },
    })
    return { moments, count }
  }

  it('is put together in pieces, each station with its own alarms', async () => {
    const { moments } = await open()
    const others = { turns: 0, wait: true }
    const turning = (async () => {
      for (; others.wait; others.turns++) await setImmediate()
    })()
    const snapshot = await moments.get({ at: NOW, known: NOW })
    others.wait = false
    await turning
    expect(others.turns).toBeGreaterThanOrEqual(5)
    expect(snapshot.size).toBe(5_000)
    expect(snapshot.get('S7')).toMatchObject({
      values: { water_level: { value: 7 } },
      alarm: { severity: 'critical', count: 2 },
    })
    expect(snapshot.get('S8')?.alarm).toBeNull()
    expect(snapshot.get('S4999')?.alarm).toMatchObject({ count: 1 })
  })

  it('is found once however many look at it, and one after the other', async () => {
    const { moments, count } = await open()
    await Promise.all([2, 2, 3, 2, 3].map((minutes) => moments.get(past(minutes))))
    await moments.get(past(2))
    expect(count).toMatchObject({ reads: 2, together: 1 })
  })

  it('is looked up again where what is known of it may still change', async () => {
    const { moments, count } = await open()
    for (const moment of [{ at: NOW, known: NOW }, { at: NOW - HOUR }]) {
      await Promise.all([moments.get(moment), moments.get(moment)])
      await moments.get(moment)
    }
    expect(count.reads).toBe(6)
  })
})
