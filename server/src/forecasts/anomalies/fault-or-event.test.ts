import { expect, it } from 'vitest'
import { faultOrEvent } from './fault-or-event.js'

it.each([
  ['event', 6, [4, 3, 0.5]],
  ['event', -6, [-2, -5]],
  ['fault', 6, [0.3, -0.5, 1]],
  ['fault', -6, [3, 4, 5]],
  ['unclear', 6, [5]],
  ['unclear', 6, [5, 0, 0]],
] as const)('is called %s: %d beside %j', (called, own, neighbours) => {
  expect(faultOrEvent(own, neighbours)).toBe(called)
})
