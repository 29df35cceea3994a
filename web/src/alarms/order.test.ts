import type { WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../design/sample-things.js'
import { orderAlarms } from './order.js'

const mapOf = (alarms: WireAlarm[]) => new Map(alarms.map((alarm) => [alarm.id, alarm]))
const ids = (...alarms: WireAlarm[]) => orderAlarms(mapOf(alarms)).map((alarm) => alarm.id)

it('puts the worst first', () => {
  expect(ids(sampleAlarm('low', { severity: 'low' }), sampleAlarm('worst', { severity: 'critical' }))).toEqual([
    'worst',
    'low',
  ])
})

it('puts what nobody has before what somebody has, and that before what is over', () => {
  expect(
    ids(
      sampleAlarm('held', { state: 'acknowledged' }),
      sampleAlarm('over', { state: 'returned' }),
      sampleAlarm('open', { raisedAt: '2020-01-01T00:00:00.000Z' }),
    ),
  ).toEqual(['open', 'held', 'over'])
})

it('puts the newest first among equals', () => {
  expect(
    ids(
      sampleAlarm('old', { raisedAt: '2026-11-22T01:00:00.000Z' }),
      sampleAlarm('new', { raisedAt: '2026-11-22T02:00:00.000Z' }),
    ),
  ).toEqual(['new', 'old'])
})

it('puts what was set aside last, whatever its severity', () => {
  expect(
    ids(sampleAlarm('aside', { severity: 'critical', state: 'shelved' }), sampleAlarm('low', { severity: 'low' })),
  ).toEqual(['low', 'aside'])
})

it('is the same whatever the order was before', () => {
  const before = [sampleAlarm('gone'), sampleAlarm('low', { severity: 'low' }), sampleAlarm('b')]
  const now = mapOf([
    sampleAlarm('low', { severity: 'low', state: 'acknowledged' }),
    sampleAlarm('b', { severity: 'medium' }),
    sampleAlarm('new', { severity: 'critical' }),
  ])
  expect(orderAlarms(now, before)).toEqual(orderAlarms(now))
  expect(orderAlarms(now, before).map(({ id }) => id)).toEqual(['new', 'b', 'low'])
})
