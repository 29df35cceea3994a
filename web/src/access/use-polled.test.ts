import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { usePolled } from './use-polled.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A page that asks a server, which is away while it does not answer. */
function openPage(path: string | null, everyMs: number | null, answers = true) {
  const asked: string[] = []
  const server = { answers }
  const page = Object.assign(new EventTarget(), { hidden: false })
  vi.stubGlobal('document', page)
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url.replace(/.*\/api\/v1\//, ''))
    if (!server.answers) throw new TypeError('away')
    return Response.json(asked.length)
  })
  const wanted = ref(path)
  const scope = effectScope()
  const polled = scope.run(() => usePolled<number>(wanted, everyMs))!
  return {
    asked,
    server,
    page,
    wanted,
    scope,
    polled,
    comesBack: () => page.dispatchEvent(new Event('visibilitychange')),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  }
}

it('asks once for what never changes, however long and often it is looked at, and once for each other path', async () => {
  const { asked, polled, wanted, comesBack, pass } = openPage('a', null)
  await pass(3_600_000)
  comesBack()
  await pass(0)
  expect(asked).toEqual(['a'])
  expect(polled.data.value).toBe(1)
  wanted.value = 'b'
  await nextTick()
  await pass(3_600_000)
  expect(asked).toEqual(['a', 'b'])
  wanted.value = null
  await nextTick()
  await pass(0)
  expect(polled.data.value).toBeNull()
})

it('asks again for it when the page is looked at again and there was no answer', async () => {
  const { asked, polled, server, comesBack, pass } = openPage('a', null, false)
  await pass(0)
  comesBack()
  await pass(0)
  expect(polled.failed.value).toBe(true)
  server.answers = true
  comesBack()
  await pass(0)
  expect([polled.failed.value, polled.data.value]).toEqual([false, asked.length])
})

it('asks every so often for what changes, and nothing once nobody is there', async () => {
  const { asked, scope, pass } = openPage('a', 1_000)
  await pass(3_500)
  expect(asked).toHaveLength(4)
  scope.stop()
  await pass(10_000)
  expect(asked).toHaveLength(4)
})

it('is never told by an older answer what a newer one has told already', async () => {
  const { polled, pass } = openPage('a', 1_000)
  const waiting: ((answer: Response) => void)[] = []
  await pass(0)
  vi.stubGlobal('fetch', () => new Promise((resolve) => waiting.push(resolve)))
  await pass(2_000)
  expect(waiting).toHaveLength(2)
  waiting[1]?.(Response.json('newer'))
  await pass(0)
  waiting[0]?.(Response.json('older'))
  await pass(0)
  expect(polled.data.value).toBe('newer')
})
