import { expect, it } from 'vitest'
import type { Alarm, AlarmState, Severity } from '@ioc/shared/alarm'
import type { AlarmFact } from '../ports/alarm-journal.js'
import { gatherDayAlarms, sortDayAlarms } from './day-alarms.js'

const FROM = 1_000
const NO_EARLY: ReadonlySet<string> = new Set()
const standing = (id: string, severity: Severity, state: AlarmState = 'acknowledged') =>
  ({ id, severity, state, rule: 'flood', station: 'A' }) as Alarm
const fact = (
  at: number,
  alarm: string,
  type: AlarmFact['type'],
  severity: Severity,
  state: AlarmState = 'unacknowledged',
) => ({ at, alarm, type, severity, state, rule: 'flood', station: 'A' }) as AlarmFact
const listed = (id: string, rule: string, severity: Severity) =>
  ({ id, rule, severity, station: id, worstAt: FROM, state: 'cleared' }) as const

it('counts each alarm by the worst that it was, and lists the worst first', () => {
  const { list, raised, before, open } = sortDayAlarms(
    [standing('old', 'high')],
    [
      fact(1_100, 'river', 'raised', 'medium'),
      fact(1_150, 'road', 'raised', 'high'),
      fact(1_200, 'river', 'worsened', 'critical'),
      fact(1_300, 'river', 'eased', 'medium'),
      fact(1_400, 'river', 'cleared', 'medium', 'cleared'),
    ],
    FROM,
    NO_EARLY,
  )
  const of = { rule: 'flood', station: 'A' }
  expect(list).toEqual([
    { id: 'river', ...of, severity: 'critical', worstAt: 1_200, state: 'cleared' },
    { id: 'old', ...of, severity: 'high', worstAt: FROM, state: 'acknowledged' },
    { id: 'road', ...of, severity: 'high', worstAt: 1_150, state: 'unacknowledged' },
  ])
  expect(raised).toEqual({ critical: 1, high: 1, medium: 0, low: 0 })
  expect([before, open]).toEqual([1, 2])
})

it('leaves out what nobody was to look at, until somebody is', () => {
  const facts = [fact(1_100, 'a', 'raised', 'high', 'suppressed'), fact(1_200, 'b', 'raised', 'low', 'suppressed')]
  const told = fact(1_300, 'b', 'unsuppressed', 'low')
  expect(
    sortDayAlarms([standing('c', 'low', 'shelved')], [...facts, told], FROM, NO_EARLY).list.map(({ id }) => id),
  ).toEqual(['b'])
})

it('counts early warnings for themselves, and lists them behind what was so at their severity', () => {
  const facts = [
    { ...fact(1_100, 'foretold', 'raised', 'high'), rule: 'flood-ahead' },
    fact(1_200, 'river', 'raised', 'high'),
    fact(1_300, 'road', 'raised', 'low'),
  ]
  const { list, raised, early } = sortDayAlarms([], facts, FROM, new Set(['flood-ahead']))
  expect(list.map(({ id }) => id)).toEqual(['river', 'foretold', 'road'])
  expect([raised, early]).toEqual([{ critical: 0, high: 1, medium: 0, low: 1 }, 1])
})

it('reads what one rule said of many places as one thing, and another severity of it as another', () => {
  const list = [
    listed('a', 'rain', 'critical'),
    listed('b', 'flood', 'high'),
    listed('c', 'rain', 'high'),
    listed('d', 'flood', 'high'),
  ]
  expect(gatherDayAlarms(list).map((cause) => cause.map(({ id }) => id).join(''))).toEqual(['a', 'bd', 'c'])
})
