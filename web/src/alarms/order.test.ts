import { expect, it } from 'vitest'
import { sampleAlarm } from '../stations/sample.fixture.js'
import { orderAlarms } from './order.js'

const ids = (...alarms: ReturnType<typeof sampleAlarm>[]) => orderAlarms(alarms).map((alarm) => alarm.id)

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
