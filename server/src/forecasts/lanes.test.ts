import { expect, it } from 'vitest'
import { createManualClock } from '../../../tests/manual-clock.js'
import type { Worker } from '../ports/worker.js'
import { createLanes } from './lanes.js'

/** Works until it is closed. */
function endless(): Worker<null, null> {
  let end: ((cause: Error) => void) | null = null
  return {
    run: () => new Promise((_, reject) => (end = reject)),
    close: async () => end?.(new Error('closed')),
  }
}

it('closes at once while it works, however small its share', async () => {
  let followed = 0
  const lanes = createLanes<string, null, null>({
    workers: [endless(), endless()],
    share: 0.05,
    clock: createManualClock(0),
    next: () => 'something',
    async follow(_, worker) {
      followed++
      await worker.run(null).catch(() => undefined)
      return 1_000
    },
  })
  lanes.open()
  await new Promise((resume) => setImmediate(resume))
  await lanes.close()
  expect(followed).toBe(2)
})

it('closes at once while it rests', async () => {
  const clock = createManualClock(0)
  let followed = 0
  const lanes = createLanes<string, null, null>({
    workers: [endless()],
    share: 0.1,
    clock,
    next: () => 'something',
    follow: async () => (followed++, 1_000),
  })
  lanes.open()
  await new Promise((resume) => setImmediate(resume))
  expect(followed).toBe(1)
  clock.advance(9_000)
  await new Promise((resume) => setImmediate(resume))
  expect(followed).toBe(2)
  await lanes.close()
})
