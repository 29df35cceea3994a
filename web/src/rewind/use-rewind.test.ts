import { effectScope, ref } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { NOTHING } from '../live/live-state.js'
import type { WireOverview } from '@ioc/shared/overview'
import type { Eyes, Moment } from './read-moment.js'
import { useRewind } from './use-rewind.js'

const NOW = 1_000_000

const moment = (at: number): Moment => ({
  at,
  state: NOTHING,
  ahead: at > NOW,
  eyes: 'known',
  overview: { at: `${at}` } as WireOverview,
})

function open(read = async (at: number, _eyes: Eyes): Promise<Moment> => moment(at), stations = 200) {
  const asked: number[] = []
  const now = ref(NOW)
  const scope = effectScope()
  const rewind = scope.run(() =>
    useRewind({
      now,
      stations: () => stations,
      read(at, eyes) {
        asked.push(at)
        return read(at, eyes)
      },
    }),
  )!
  return { rewind, asked, scope, now }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('shows a moment once it is there, to the second, and the present again', async () => {
  const { rewind } = open()
  rewind.seek(500_900)
  expect(rewind.at.value).toBe(null)
  await vi.advanceTimersByTimeAsync(0)
  expect([rewind.at.value, rewind.away.value]).toEqual([500_000, true])
  rewind.live()
  expect([rewind.at.value, rewind.state.value, rewind.away.value]).toEqual([null, null, false])
})

it('reads only the last of the moments that a hand slides over', async () => {
  const { rewind, asked } = open()
  for (const at of [500_000, 400_000, 300_000]) rewind.seek(at)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual([500_000, 300_000])
  expect(rewind.at.value).toBe(300_000)
})

it('plays a frame a second, on past now through what is expected, and stops at its end', async () => {
  const { rewind } = open()
  rewind.speed.value = 60
  rewind.seek(NOW - 150_000)
  await vi.advanceTimersByTimeAsync(0)
  rewind.play()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(rewind.at.value).toBe(NOW - 90_000)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(rewind.at.value).toBe(NOW - 30_000)
  await vi.advanceTimersByTimeAsync(1_000)
  expect([rewind.at.value! > NOW, rewind.at.value! % (5 * MINUTE), rewind.ahead.value]).toEqual([true, 0, true])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(rewind.at.value).toBe(Math.floor((NOW + 630_000) / (5 * MINUTE)) * 5 * MINUTE)
  await vi.advanceTimersByTimeAsync(24 * 60_000)
  expect(rewind.at.value).toBe(Math.floor((NOW + 24 * HOUR) / (5 * MINUTE)) * 5 * MINUTE)
  expect(rewind.playing.value).toBe(false)
})

it('names the time of what it shows while the next frame is late', async () => {
  let slow = false
  const { rewind } = open(async (at) => {
    if (slow) await new Promise((resume) => setTimeout(resume, 4_500))
    return moment(at)
  })
  rewind.seek(500_000)
  await vi.advanceTimersByTimeAsync(0)
  slow = true
  rewind.play()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(rewind.at.value).toBe(500_000)
  await vi.advanceTimersByTimeAsync(1_600)
  expect(rewind.at.value).toBe(510_000)
})

it('stays where it is, says so, and goes on when the server is back', async () => {
  let away = false
  const { rewind } = open(async (at) => {
    if (away) throw new Error('away')
    return moment(at)
  })
  rewind.seek(500_000)
  await vi.advanceTimersByTimeAsync(0)
  away = true
  rewind.play()
  await vi.advanceTimersByTimeAsync(2_500)
  expect([rewind.at.value, rewind.failed.value]).toEqual([500_000, true])
  away = false
  await vi.advanceTimersByTimeAsync(1_000)
  expect([rewind.at.value, rewind.failed.value]).toEqual([510_000, false])
})

it('asks again by itself for a moment that could not be read, as long as it is wanted', async () => {
  let away = true
  const { rewind, asked } = open(async (at) => {
    if (away) throw new Error('away')
    return moment(at)
  })
  rewind.seek(500_000)
  await vi.advanceTimersByTimeAsync(6_000)
  expect([rewind.at.value, rewind.failed.value, asked.length]).toEqual([null, true, 2])
  away = false
  await vi.advanceTimersByTimeAsync(5_000)
  expect([rewind.at.value, rewind.failed.value, asked.length]).toEqual([500_000, false, 3])
  away = true
  rewind.seek(400_000)
  await vi.advanceTimersByTimeAsync(0)
  rewind.live()
  await vi.advanceTimersByTimeAsync(20_000)
  expect([asked.length, rewind.at.value]).toEqual([4, null])
})

it('shows figures and stations of one moment, whatever is on its way', async () => {
  const { rewind } = open(async (at) => {
    if (at === 400_000) throw new Error('away')
    return moment(at)
  })
  rewind.seek(500_000)
  await vi.advanceTimersByTimeAsync(0)
  rewind.seek(400_000)
  await vi.advanceTimersByTimeAsync(0)
  expect([rewind.at.value, rewind.overview.value?.at, rewind.failed.value]).toEqual([500_000, '500000', true])
  rewind.live()
  expect(rewind.overview.value).toBe(null)
})

/** How many of ten moments are read again by one who goes back over them. */
async function readAgain(stations: number): Promise<number> {
  const { rewind, asked } = open(undefined, stations)
  const there = Array.from({ length: 10 }, (_, n) => (n + 1) * 10_000)
  let before = 0
  for (const way of [there, there.toReversed()]) {
    before = asked.length
    for (const at of way) {
      rewind.seek(at)
      await vi.advanceTimersByTimeAsync(0)
    }
  }
  return asked.length - before
}

it('keeps fewer moments of a larger province', async () => {
  expect(await readAgain(200)).toBe(0)
  expect(await readAgain(50_000)).toBe(4)
  expect(await readAgain(1_000_000)).toBe(6)
})

it('comes back by itself after five minutes without a hand, and not while somebody is there', async () => {
  const { rewind, now } = open()
  const pass = async (minutes: number) => {
    now.value += minutes * 60_000
    await vi.advanceTimersByTimeAsync(0)
  }
  rewind.seek(500_000)
  expect(rewind.backIn.value).toBe(5 * 60_000)
  await pass(4)
  expect(rewind.backIn.value).toBe(60_000)
  rewind.touch()
  await pass(4)
  expect(rewind.away.value).toBe(true)
  await pass(1)
  expect([rewind.away.value, rewind.wanted.value, rewind.backIn.value]).toEqual([false, null, null])
})

it('is not brought back while it plays, but once it stands', async () => {
  const { rewind, now } = open()
  rewind.speed.value = 1
  rewind.seek(500_000)
  await vi.advanceTimersByTimeAsync(0)
  rewind.play()
  now.value += 6 * 60_000
  await vi.advanceTimersByTimeAsync(0)
  expect([rewind.away.value, rewind.backIn.value]).toEqual([true, null])
  rewind.pause()
  expect(rewind.backIn.value).toBe(5 * 60_000)
  now.value += 5 * 60_000
  await vi.advanceTimersByTimeAsync(0)
  expect(rewind.away.value).toBe(false)
})

it('stops with its scope', async () => {
  const { rewind, asked, scope } = open()
  rewind.seek(500_000)
  rewind.play()
  scope.stop()
  const before = asked.length
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked.length).toBeLessThanOrEqual(before + 3)
})

it('goes past now, in whole steps, as far as is forecast, and is back once the moment has come', async () => {
  const { rewind, asked, now } = open()
  rewind.seek(NOW + 100_000)
  expect(rewind.wanted.value).toBe(null)
  rewind.seek(NOW + 2 * HOUR)
  await vi.advanceTimersByTimeAsync(0)
  expect(rewind.at.value! % (5 * MINUTE)).toBe(0)
  expect([rewind.away.value, rewind.ahead.value]).toEqual([true, true])
  rewind.play()
  expect(rewind.playing.value).toBe(true)
  rewind.pause()
  rewind.seek(NOW + 90 * HOUR)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked.at(-1)).toBeGreaterThan(NOW + 23 * HOUR)
  expect(asked.at(-1)).toBeLessThanOrEqual(NOW + 24 * HOUR)

  rewind.seek(NOW + 10 * MINUTE)
  await vi.advanceTimersByTimeAsync(0)
  expect(rewind.ahead.value).toBe(true)
  now.value = NOW + 11 * MINUTE
  await vi.advanceTimersByTimeAsync(0)
  expect([rewind.away.value, rewind.at.value]).toEqual([false, null])
})

it('forecasts a moment to come anew each time, and reads it once it is over', async () => {
  const { rewind, asked, now } = open(async (at) => ({ ...moment(at), ahead: at > now.value }))
  const soon = NOW + 10 * MINUTE - (NOW % (5 * MINUTE))
  for (const at of [soon, NOW - HOUR / 6, soon]) {
    rewind.seek(at)
    await vi.advanceTimersByTimeAsync(0)
  }
  expect(asked.filter((at) => at === soon)).toHaveLength(2)
  rewind.seek(NOW - HOUR / 6)
  await vi.advanceTimersByTimeAsync(0)
  now.value = soon + MINUTE
  rewind.seek(soon)
  await vi.advanceTimersByTimeAsync(0)
  expect([rewind.at.value, rewind.ahead.value]).toEqual([soon, false])
})

it('looks at a moment with other eyes where that is asked for, and comes back with those of the room', async () => {
  const { rewind, asked } = open(async (at, eyes) => ({ ...moment(at), eyes }))
  rewind.seek(500_000)
  await vi.advanceTimersByTimeAsync(0)
  expect(rewind.eyes.value).toBe('known')
  rewind.look('measured')
  await vi.advanceTimersByTimeAsync(0)
  expect([rewind.at.value, rewind.eyes.value, rewind.unheard.value]).toEqual([500_000, 'measured', false])
  expect(asked).toEqual([500_000, 500_000])
  rewind.live()
  rewind.seek(500_000)
  await vi.advanceTimersByTimeAsync(0)
  expect(rewind.eyes.value).toBe('known')
})

it('says where nothing had arrived, and what was measured is shown in its place', async () => {
  const { rewind } = open(async (at) => ({ ...moment(at), eyes: at < 300_000 ? 'measured' : 'known' }))
  rewind.seek(200_000)
  await vi.advanceTimersByTimeAsync(0)
  expect([rewind.eyes.value, rewind.unheard.value]).toEqual(['measured', true])
  rewind.seek(400_000)
  await vi.advanceTimersByTimeAsync(0)
  expect([rewind.eyes.value, rewind.unheard.value]).toEqual(['known', false])
})
