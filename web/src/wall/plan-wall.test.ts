import { expect, it } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import { planWall, turnWall } from './plan-wall.js'

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

const shown = (now: number, turned: number | null) => planWall(SCENES, [], now, turned).show
const turn = (now: number, ...ways: (1 | -1)[]) =>
  ways.reduce<number | null>((turned, by) => turnWall(SCENES, now, turned, by), null)

it('turns by hand, both ways, and gives the scene its whole time', () => {
  expect([[1], [1, 1], [1, 1, 1], [-1], [-1, -1]].map((ways) => shown(0, turn(0, ...(ways as 1[]))))).toEqual([
    'rivers',
    'air',
    'map',
    'air',
    'rivers',
  ])
  // Just before the clock's own turn: one scene on, not two.
  const turned = turn(29_900, 1)
  expect([29_900, 30_100, 49_800, 49_900].map((now) => shown(now, turned))).toEqual([
    'rivers',
    'rivers',
    'rivers',
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
