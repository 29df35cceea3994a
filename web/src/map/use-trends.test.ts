import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import type { Box } from './plan-scene.js'
import { useTrends } from './use-trends.js'

const BOX: Box = [107, 16, 108, 17]

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A map before a server that takes `takesMs` to answer. */
function openMap(takesMs: number) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string, { signal }: { signal?: AbortSignal }) => {
    asked.push(url)
    await new Promise((resume) => setTimeout(resume, takesMs))
    signal?.throwIfAborted()
    return Response.json([{ station: url.slice(url.indexOf('bbox=') + 5), perHour: { flow: 1 } }])
  })
  const box = shallowRef<Box | null>(BOX)
  const at = shallowRef<EpochMs | null>(null)
  const scope = effectScope()
  const trends = scope.run(() => useTrends({ box, at, eyes: shallowRef('known') }))!
  return { asked, box, at, scope, ofWhom: () => [...trends.value.keys()].join() }
}

it('asks for a new view soon, though the answer for the one before is still on its way', async () => {
  const map = openMap(5 * SECOND)
  await vi.advanceTimersByTimeAsync(3 * SECOND)
  map.box.value = [107.5, 16, 108, 17]
  await nextTick()
  await vi.advanceTimersByTimeAsync(2 * SECOND)
  expect(map.asked).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(10 * SECOND)
  expect(map.ofWhom()).toContain('107.5')
  map.scope.stop()
})

it('shows nothing of now beside another moment', async () => {
  const map = openMap(0)
  await vi.advanceTimersByTimeAsync(2 * SECOND)
  expect(map.ofWhom()).not.toBe('')
  map.at.value = 10 * MINUTE
  expect(map.ofWhom()).toBe('')
  await vi.advanceTimersByTimeAsync(2 * SECOND)
  expect(map.asked.at(-1)).toContain('at=600000&as=known')
  expect(map.ofWhom()).toContain('at=600000')
  map.scope.stop()
})

it('has them also while the past is played, faster than they can be asked for', async () => {
  const map = openMap(0)
  map.at.value = 600 * MINUTE
  await vi.advanceTimersByTimeAsync(3 * SECOND)
  for (let frame = 1; frame <= 30; frame++) {
    map.at.value += MINUTE
    await nextTick()
    await vi.advanceTimersByTimeAsync(SECOND)
    expect(map.ofWhom()).not.toBe('')
  }
  await vi.advanceTimersByTimeAsync(2 * SECOND)
  expect(map.ofWhom()).toContain(`at=${630 * MINUTE}`)
  map.at.value += 30 * MINUTE
  expect(map.ofWhom()).toBe('')
  map.scope.stop()
})
