import type { StationId } from '@ioc/shared/ids'
import type { WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../stations/sample.fixture.js'
import { groupAlarms, membersOf } from './group-alarms.js'
import { holdOrder, type Line } from './hold.js'

const at = (station: string, id: string, change: Partial<WireAlarm> = {}) =>
  sampleAlarm(id, { station: station as StationId, ...change })
const first = at('a', '1', { severity: 'critical' })
const second = at('b', '2')

function hold(before: readonly Line[] | null, ...alarms: WireAlarm[]) {
  return holdOrder(before, groupAlarms(alarms, new Map()))
}
const ids = (lines: readonly Line[]) => lines.map((line) => membersOf(line).map(({ id }) => id))

it('shows the order as it is while nobody is in the list', () => {
  const { lines, fresh } = hold(null, second, first)
  expect(ids(lines)).toEqual([['1'], ['2']])
  expect(lines.map((line) => line.ended)).toEqual([false, false])
  expect(fresh).toBe(0)
})

it('keeps places while somebody is, and counts what waits', () => {
  const before = hold(null, second).lines
  const held = hold(before, first, second)
  expect(ids(held.lines)).toEqual([['2']])
  expect(held.fresh).toBe(1)
})

it('lets nothing join an entry that a hand may be about to acknowledge', () => {
  const before = hold(null, second).lines
  const held = hold(before, second, at('b', '3', { severity: 'critical' }))
  expect(ids(held.lines)).toEqual([['2']])
  expect(held.fresh).toBe(1)
})

it('writes the present into the old places', () => {
  const before = hold(null, first).lines
  expect(hold(before, { ...first, state: 'acknowledged' }).lines[0]?.alarm.state).toBe('acknowledged')
})

it('keeps the place of one that ended and says so', () => {
  const before = hold(null, first, second).lines
  const { lines } = hold(before, second)
  expect(lines.map(({ alarm, ended }) => [alarm.id, ended])).toEqual([
    ['1', true],
    ['2', false],
  ])
})

it('lets the next one speak where only the first of an entry ended', () => {
  const before = hold(null, first, at('a', '3')).lines
  expect(ids(hold(before, at('a', '3')).lines)).toEqual([['3']])
})
