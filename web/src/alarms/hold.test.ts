import type { StationId } from '@ioc/shared/ids'
import type { WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../design/sample-things.js'
import { eachAlone, gatherCauses, type Cause } from './gather-causes.js'
import { groupAlarms, membersOf } from './group-alarms.js'
import { holdOrder } from './hold.js'

const at = (station: string, id: string, change: Partial<WireAlarm> = {}) =>
  sampleAlarm(id, { station: station as StationId, ...change })
const first = at('a', '1', { severity: 'critical' })
const second = at('b', '2')

function hold(before: readonly Cause[] | null, ...alarms: WireAlarm[]) {
  return holdOrder(before, eachAlone(groupAlarms(alarms, new Map())))
}
const linesOf = (causes: readonly Cause[]) => causes.flatMap(({ lines }) => lines)
const ids = (causes: readonly Cause[]) => linesOf(causes).map((line) => membersOf(line).map(({ id }) => id))

it('shows the order as it is while nobody is in the list', () => {
  const { causes, fresh } = hold(null, second, first)
  expect(ids(causes)).toEqual([['1'], ['2']])
  expect(linesOf(causes).map((line) => line.ended)).toEqual([false, false])
  expect(fresh).toBe(0)
})

it('keeps places while somebody is, and counts what waits', () => {
  const before = hold(null, second).causes
  const held = hold(before, first, second)
  expect(ids(held.causes)).toEqual([['2']])
  expect(held.fresh).toBe(1)
})

it('lets nothing join an entry that a hand may be about to acknowledge', () => {
  const before = hold(null, second).causes
  const held = hold(before, second, at('b', '3', { severity: 'critical' }))
  expect(ids(held.causes)).toEqual([['2']])
  expect(held.fresh).toBe(1)
})

it('writes the present into the old places', () => {
  const before = hold(null, first).causes
  expect(linesOf(hold(before, { ...first, state: 'acknowledged' }).causes)[0]?.alarm.state).toBe('acknowledged')
})

it('keeps the place of one that ended and says so', () => {
  const before = hold(null, first, second).causes
  const { causes } = hold(before, second)
  expect(linesOf(causes).map(({ alarm, ended }) => [alarm.id, ended])).toEqual([
    ['1', true],
    ['2', false],
  ])
})

it('lets the next one speak where only the first of an entry ended', () => {
  const before = hold(null, first, at('a', '3')).causes
  expect(ids(hold(before, at('a', '3')).causes)).toEqual([['3']])
})

it('keeps the headings of a flood when the flood is over, and the quiet list when one begins', () => {
  const alarms = [second, at('a', '1')]
  const flood = gatherCauses(groupAlarms(alarms, new Map()), () => 'x')
  const { causes } = hold(flood, ...alarms)
  expect(causes.map(({ lines }) => lines.length)).toEqual([2])
  const quiet = hold(null, ...alarms).causes
  expect(holdOrder(quiet, flood).causes.map(({ lines }) => lines.length)).toEqual([1, 1])
})

it('counts a consequence as news once nothing explains it any more', () => {
  const behind = at('c', '3', { state: 'suppressed', suppressedBy: '1' })
  const before = hold(null, first, behind).causes
  expect(hold(before, first, behind).fresh).toBe(0)
  expect(hold(before, first, { ...behind, state: 'unacknowledged', suppressedBy: null }).fresh).toBe(1)
})
