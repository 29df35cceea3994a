import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { Snapshot } from '@ioc/shared/wire'
import { sampleLatest } from '../design/sample-things.js'
import { useLive } from './use-live.js'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: true }))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A page that has read the list `known`, on a connection that is not there yet. */
function openPage(known: readonly string[]) {
  const ears = new Map<string, (what?: unknown) => void>()
  const socket = {
    connected: true,
    active: true,
    on: (name: string, heard: (what?: unknown) => void) => void ears.set(name, heard),
    emit: () => undefined,
    close: () => undefined,
  }
  let reads = 0
  const scope = effectScope()
  scope.run(() =>
    useLive({
      knows: (station) => known.includes(station),
      onStations: () => (reads += 1),
      onRules: () => undefined,
      onRefused: () => undefined,
      socket: socket as never,
    }),
  )
  return {
    reads: () => reads,
    hear: (name: string, what?: unknown) => ears.get(name)!(what),
    close: () => scope.stop(),
  }
}

const snapshot = (change: Partial<Snapshot>): Snapshot => ({
  seq: 1,
  at: '2026-11-22T08:00:00.000Z',
  stations: [sampleLatest('A')],
  alarms: [],
  ...change,
})

it('reads the list anew where the first snapshot names a station that is not in it', () => {
  for (const [change, reads] of [
    [{}, 0],
    [{ stations: [sampleLatest('A'), sampleLatest('B')] }, 1],
    [{ others: { never: ['B'] } }, 1],
  ] as const) {
    const page = openPage(['A'])
    page.hear('connect')
    page.hear('snapshot', snapshot(change as Partial<Snapshot>))
    expect(page.reads()).toBe(reads)
    page.close()
  }
})

it('reads it anew after a reconnect, whatever is named', () => {
  const page = openPage(['A'])
  page.hear('connect')
  expect(page.reads()).toBe(0)
  page.hear('disconnect', 'transport close')
  page.hear('connect')
  expect(page.reads()).toBe(1)
  page.close()
})
