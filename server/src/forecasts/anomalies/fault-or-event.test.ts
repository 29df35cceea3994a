import { expect, it } from 'vitest'
import { faultOrEvent } from './fault-or-event.js'

it.each([
  ['event', [true, true, false]],
  ['event', [true, true]],
  ['fault', [false, false, false]],
  ['fault', [false, false, false, true, false]],
  ['unclear', [true, false, false]],
  ['unclear', [true]],
  ['unclear', []],
] as const)('is called %s where neighbours see the same as %j', (called, neighbours) => {
  expect(faultOrEvent(neighbours.map((alike) => ({ alike })))).toBe(called)
})
