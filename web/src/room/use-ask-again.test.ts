import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useAskAgain } from './use-ask-again.js'

function open(ask: () => Promise<void>) {
  const scope = effectScope()
  return { scope, changed: scope.run(() => useAskAgain(ask))! }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('asks one question at a time, and once more for all that changed meanwhile', async () => {
  const answers: (() => void)[] = []
  const { changed } = open(() => new Promise((resolve) => answers.push(resolve)))
  for (let n = 0; n < 5; n++) changed()
  expect(answers).toHaveLength(1)
  answers[0]!()
  await vi.advanceTimersByTimeAsync(0)
  expect(answers).toHaveLength(2)
  answers[1]!()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(answers).toHaveLength(2)
  changed()
  expect(answers).toHaveLength(3)
})

it('asks until it is answered', async () => {
  let asked = 0
  const { changed } = open(async () => {
    if (++asked < 3) throw new Error('away')
  })
  changed()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBe(3)
})

it('leaves the server in peace when nobody is there any more', async () => {
  let asked = 0
  const { scope, changed } = open(async () => {
    asked++
    throw new Error('away')
  })
  changed()
  scope.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBe(1)
})
