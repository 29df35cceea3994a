import { expect, it } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import { planWall } from './plan-wall.js'

const SCENES = [
  { show: 'map', seconds: 30 },
  { show: 'rivers', seconds: 20 },
  { show: 'air', seconds: 10 },
] as const
const alarm = (id: string, change: Partial<WireAlarm> = {}) =>
  ({ id, severity: 'critical', state: 'unacknowledged', ack: null, ...change }) as WireAlarm

it.each([
  [0, 'map'],
  [29_999, 'map'],
  [30_000, 'rivers'],
  [49_999, 'rivers'],
  [50_000, 'air'],
  [60_000, 'map'],
  [6_000_000 + 31_000, 'rivers'],
])('gives each scene its time: %i ms', (now, show) => {
  expect(planWall(SCENES, [], now)).toEqual({ show, urgent: null })
})

it('turns by hand, both ways', () => {
  expect([1, 2, 3, 4, -1, -4].map((skip) => planWall(SCENES, [], 0, skip).show)).toEqual([
    'rivers',
    'air',
    'map',
    'rivers',
    'air',
    'air',
  ])
})

it('goes to a critical alarm and stays until somebody has taken it', () => {
  const high = alarm('a', { severity: 'high' })
  expect(planWall(SCENES, [high], 40_000).show).toBe('rivers')
  expect(planWall(SCENES, [alarm('b'), high], 40_000)).toMatchObject({ show: 'map', urgent: { id: 'b' } })
  expect(planWall(SCENES, [alarm('b', { state: 'returned' })], 40_000).urgent?.id).toBe('b')
  expect(planWall(SCENES, [alarm('b', { state: 'shelved' })], 40_000).urgent).toBe(null)
  const ack = { by: 'lan', at: '', note: null, severity: 'critical' as const }
  expect(planWall(SCENES, [alarm('b', { state: 'acknowledged', ack })], 40_000).show).toBe('rivers')
  const worse = { ...ack, severity: 'high' as const }
  expect(planWall(SCENES, [alarm('b', { state: 'acknowledged', ack: worse })], 40_000).urgent?.id).toBe('b')
})
