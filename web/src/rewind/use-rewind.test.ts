import { effectScope, ref } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { NOTHING } from '../live/live-state.js'
import type { Moment } from './read-moment.js'
import { useRewind } from './use-rewind.js'

const NOW = 1_000_000

function open(read = async (at: number): Promise<Moment> => ({ at, state: NOTHING })) {
  const asked: number[] = []
  const scope = effectScope()
  const rewind = scope.run(() =>
    useRewind({
      now: ref(NOW),
      read(at) {
        asked.push(at)
        return read(at)
      },
    }),
  )!
  return { rewind, asked, scope }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('shows a moment once it is there, to the second, and the present again', async () => {
  const { rewind } = open()
  rewind.seek(500_900)
  expect(rewind.at.value).toBe(null)
  await vi.advanceTimersByTimeAsync(0)
  expect([rewind.at.value, rewind.past.value]).toEqual([500_000, true])
  rewind.live()
  expect([rewind.at.value, rewind.state.value, rewind.past.value]).toEqual([null, null, false])
})

it('reads only the last of the moments that a hand slides over', async () => {
  const { rewind, asked } = open()
  for (const at of [500_000, 400_000, 300_000]) rewind.seek(at)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual([500_000, 300_000])
  expect(rewind.at.value).toBe(300_000)
})

it('plays a frame a second and comes back to the present by itself', async () => {
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
  expect([rewind.past.value, rewind.playing.value]).toEqual([false, false])
})

it('names the time of what it shows while the next frame is late', async () => {
  let slow = false
  const { rewind } = open(async (at) => {
    if (slow) await new Promise((resume) => setTimeout(resume, 4_500))
    return { at, state: NOTHING }
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
    return { at, state: NOTHING }
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

it('stops with its scope', async () => {
  const { rewind, asked, scope } = open()
  rewind.seek(500_000)
  rewind.play()
  scope.stop()
  const before = asked.length
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked.length).toBeLessThanOrEqual(before + 3)
})
