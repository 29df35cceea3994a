import { expect, it } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import { tellWall } from './tell-wall.js'

type Change = Partial<Omit<WireAlarm, 'station'>> & { station?: string }
const alarm = (id: string, change: Change = {}) =>
  ({ id, station: id, severity: 'high', state: 'unacknowledged', early: null, clearedAt: null, ...change }) as WireAlarm
const early = (at: string) => ({ at, probability: 0.5 })
const on = (id: string, station: string, change: Change = {}) => alarm(id, { station, ...change })
const idsOf = (...alarms: WireAlarm[]) => tellWall(alarms, () => Infinity).map(({ id }) => id)

it('tells what is so before what is expected, and that before what is over, whoever has it', () => {
  const found = idsOf(
    alarm('warned', { early: early('2026-11-22T03:00:00Z') }),
    alarm('over', { state: 'returned', clearedAt: '2026-11-22T02:00:00Z' }),
    alarm('held', { state: 'acknowledged' }),
    alarm('mild', { severity: 'medium' }),
    alarm('worst', { severity: 'critical', early: early('2026-11-22T04:00:00Z') }),
  )
  expect(found).toEqual(['worst', 'held', 'warned', 'over', 'mild'])
})

it('tells a station once, by what is worst there', () => {
  const found = idsOf(
    on('ahead', 'river', { early: early('2026-11-22T03:00:00Z') }),
    on('level', 'river'),
    on('lower', 'brook', { severity: 'medium' }),
    on('rising', 'brook', { early: early('2026-11-22T03:30:00Z') }),
  )
  expect(found).toEqual(['level', 'rising'])
})

it('tells first of equals what grows worse soonest, then what came first', () => {
  const alarms = ['still', 'later', 'sooner', 'calm'].map((id) => alarm(id))
  const told = tellWall(alarms, (station) => ({ later: 2, sooner: 1 })[station] ?? Infinity)
  expect(told.map(({ id }) => id)).toEqual(['sooner', 'later', 'still', 'calm'])
})
