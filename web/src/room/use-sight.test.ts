import { createApp, effectScope, nextTick, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { View, WireStation } from '@ioc/shared/wire'
import type { Live } from '../live/use-live.js'
import { sampleStation } from '../design/sample-things.js'
import { useSight } from './use-sight.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What is asked for of so many stations when somebody comes by this address. */
async function sightAt(address: string, count: number) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] })
  await router.push(address)
  const app = createApp({}).use(router)
  const all = Array.from({ length: count }, (_, index) => sampleStation(`s-${index}`))
  const stations = shallowRef<ReadonlyMap<string, WireStation>>(new Map(all.map((each) => [each.id, each])))
  const looks: View[] = []
  const live = { look: (view: View) => looks.push(view) } as unknown as Live
  const scope = effectScope()
  const sight = app.runWithContext(() => scope.run(() => useSight({ stations, live }))!)
  return { sight, looks, end: () => scope.stop() }
}

it('asks for the values of a station that a link leads to, though it is drawn nowhere', async () => {
  const { looks, end } = await sightAt('/?station=s-7', 4_000)
  vi.advanceTimersByTime(1_000)
  expect(looks).toEqual([{ stations: [], also: ['s-7'], others: 'reporting' }])
  end()
})

it('asks for nothing anew where all is told already, and once when the camera rests', async () => {
  const few = await sightAt('/?station=s-7', 40)
  vi.advanceTimersByTime(1_000)
  expect(few.looks).toEqual([])
  few.end()

  const many = await sightAt('/', 4_000)
  many.sight.showIn([107, 16, 108, 17])
  await nextTick()
  vi.advanceTimersByTime(100)
  many.sight.showIn([107, 16, 107.5, 17])
  await nextTick()
  vi.advanceTimersByTime(1_000)
  expect(many.looks).toEqual([{ bbox: [107, 16, 107.5, 17], others: 'reporting' }])
  many.end()
})
