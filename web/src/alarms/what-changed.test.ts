import { expect, it } from 'vitest'
import type { WireAlarmEvent } from '@ioc/shared/wire'
import { whatChanged } from './what-changed.js'

const early = { at: '2026-11-22T05:00:00Z', probability: 0.32 }
const event = (change: Partial<WireAlarmEvent> = {}) =>
  ({ severity: 'medium', limit: 2, early, ...change }) as WireAlarmEvent

it('says what became of severity, limit, chance and time', () => {
  const after = event({ severity: 'high', limit: 3, early: { at: '2026-11-22T05:10:00Z', probability: 0.47 } })
  expect(whatChanged(event(), after)).toEqual({
    severity: ['medium', 'high'],
    limit: [2, 3],
    probability: [0.32, 0.47],
    expectedAt: ['2026-11-22T05:00:00Z', '2026-11-22T05:10:00Z'],
  })
})

it('says nothing of what stayed, and nothing of the first', () => {
  expect(whatChanged(event(), event())).toEqual({})
  expect(whatChanged(undefined, event())).toEqual({})
  expect(whatChanged(event({ early: undefined }), event())).toEqual({})
})
