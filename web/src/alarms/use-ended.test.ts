import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { DAY, HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'
import { EVERYTHING, type AlarmFilter } from './filter-alarms.js'
import { useEnded } from './use-ended.js'

const NOW = Date.parse('2026-11-22T08:04:30Z')
const CLEARED: AlarmFilter = { ...EVERYTHING, view: 'cleared' }

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const ended = (id: string, clearedAt: EpochMs) => ({ id, clearedAt: new Date(clearedAt).toISOString() }) as WireAlarm

/** A desk that looks at `filter` before a server with these alarms, whose answers to what holds `slow` come late. */
function openDesk(before: AlarmFilter, alarms: (since: EpochMs) => readonly WireAlarm[], slow = 'never') {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string, { signal }: { signal?: AbortSignal }) => {
    asked.push(url)
    await new Promise((resume) => setTimeout(resume, url.includes(slow) ? 5 * SECOND : 0))
    signal?.throwIfAborted()
    return Response.json(alarms(Number(new URL(url, 'http://ioc').searchParams.get('since'))))
  })
  const filter = shallowRef(before)
  const now = shallowRef(NOW)
  const at = shallowRef<EpochMs | null>(null)
  const scope = effectScope()
  const found = scope.run(() => useEnded(() => filter.value, { now, at }))!
  return {
    asked,
    now,
    at,
    scope,
    ids: () => found.value.map(({ id }) => id),
    async look(next: AlarmFilter) {
      filter.value = next
      await nextTick()
    },
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  }
}

it('asks for nothing until what is over is looked at, and keeps nothing of it afterwards', async () => {
  const desk = openDesk(EVERYTHING, () => [ended('A', NOW - HOUR)])
  await desk.pass(5 * MINUTE)
  expect(desk.asked).toEqual([])
  await desk.look(CLEARED)
  await desk.pass(SECOND)
  expect(desk.ids()).toEqual(['A'])
  await desk.look(EVERYTHING)
  expect(desk.ids()).toEqual([])
  await desk.pass(5 * MINUTE)
  expect(desk.asked).toHaveLength(1)
  desk.scope.stop()
})

it('asks for a day, or as far back as the filter says, and not anew for every second that passes', async () => {
  const desk = openDesk(CLEARED, () => [])
  await desk.pass(SECOND)
  const step = Date.parse('2026-11-22T08:00:00Z')
  expect(desk.asked.at(-1)).toContain(`since=${step - DAY}`)
  desk.now.value += 5 * MINUTE
  await nextTick()
  await desk.pass(SECOND)
  expect(desk.asked).toHaveLength(1)
  await desk.look({ ...CLEARED, within: '7d' })
  await desk.pass(SECOND)
  expect(desk.asked.at(-1)).toContain(`since=${step - 7 * DAY}`)
  desk.scope.stop()
})

it('shows the answer for the filter that is set, though that for the one before comes later', async () => {
  const day = `since=${Date.parse('2026-11-22T08:00:00Z') - DAY}`
  const desk = openDesk(CLEARED, (since) => [ended(String(since), NOW - HOUR)], day)
  await desk.pass(SECOND)
  await desk.look({ ...CLEARED, within: '1h' })
  await desk.pass(20 * SECOND)
  expect(desk.ids()).toEqual([String(Date.parse('2026-11-22T07:00:00Z'))])
  desk.scope.stop()
})

it('shows at a moment gone by only what was over by then', async () => {
  const desk = openDesk(CLEARED, () => [ended('late', NOW - MINUTE), ended('early', NOW - HOUR)])
  await desk.pass(SECOND)
  expect(desk.ids()).toEqual(['late', 'early'])
  desk.at.value = NOW - 10 * MINUTE
  expect(desk.ids()).toEqual(['early'])
  desk.scope.stop()
})
