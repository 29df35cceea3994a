import type { Alarm } from '@ioc/shared/alarm'
import { MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { sampleAlarm } from './alarm.fixture.js'
import { askingSince, whyNotify, type Memory, type Patience } from './why-notify.js'

const NOW = 100 * MINUTE
const AT_ONCE: Patience = { dueAt: -Infinity, first: 'first', repeatMs: 30 * MINUTE }
const STEP: Patience = { dueAt: NOW, first: 'escalated', repeatMs: 30 * MINUTE }
const told = (change: Partial<NonNullable<Memory>> = {}): Memory => ({
  severity: 'high',
  isOver: false,
  at: NOW - MINUTE,
  ...change,
})
const ack = (at: number, severity: Alarm['severity'] = 'high') => ({ by: 'lan', at, note: null, severity })
const shelved = { by: 'lan', until: NOW + MINUTE, reason: 'x' }

describe('why somebody is told', () => {
  const cases: [sentence: string, alarm: Partial<Alarm>, told: Memory, patience: Patience, why: string | null][] = [
    ['a new alarm', {}, null, AT_ONCE, 'first'],
    ['one that was told a minute ago', {}, told(), AT_ONCE, null],
    ['one that nobody acknowledged in half an hour', {}, told({ at: NOW - 30 * MINUTE }), AT_ONCE, 'repeat'],
    ['the same where nothing is repeated', {}, told({ at: 0 }), { ...AT_ONCE, repeatMs: null }, null],
    ['one that grew worse', { severity: 'critical' }, told(), AT_ONCE, 'worse'],
    ['one that eased', { severity: 'low' }, told(), AT_ONCE, null],
    ['one that is acknowledged before anybody was told', { ack: ack(NOW) }, null, AT_ONCE, null],
    ['one that is acknowledged', { ack: ack(NOW) }, told({ at: 0 }), AT_ONCE, null],
    [
      'an acknowledged one that grew worse',
      { severity: 'critical', ack: ack(NOW - 2) },
      told({ at: NOW - 9 }),
      AT_ONCE,
      'worse',
    ],
    [
      'one that eased, was acknowledged, and is as bad as it was told again',
      { severity: 'critical', ack: ack(NOW - 2) },
      told({ severity: 'critical', at: NOW - 9 }),
      AT_ONCE,
      'worse',
    ],
    ['one that ended', { clearedAt: NOW }, told(), AT_ONCE, 'cleared'],
    ['an acknowledged one that ended', { clearedAt: NOW, ack: ack(NOW) }, told(), AT_ONCE, 'cleared'],
    ['one whose end was told', { clearedAt: NOW }, told({ isOver: true, at: 0 }), AT_ONCE, null],
    ['one that came back after its end was told', {}, told({ isOver: true }), AT_ONCE, 'first'],
    ['one that came and went before anybody was told, unseen', { clearedAt: NOW }, null, AT_ONCE, 'first'],
    ['the same, seen', { clearedAt: NOW, ack: ack(NOW) }, null, AT_ONCE, null],
    ['a shelved one', { shelved }, null, AT_ONCE, null],
    ['a shelved one that was told', { shelved, severity: 'critical' }, told({ at: 0 }), AT_ONCE, null],
    ['a suppressed one', { suppressedBy: 'b' }, null, AT_ONCE, null],
    ['one that is out of service', { outOfService: 'w' }, null, AT_ONCE, null],
    [
      'one that was told and ended while it was suppressed',
      { suppressedBy: 'b', clearedAt: NOW },
      told(),
      AT_ONCE,
      'cleared',
    ],
    [
      'a latched one whose end was told',
      { latch: true, clearedAt: NOW, ack: ack(NOW) },
      told({ isOver: true }),
      AT_ONCE,
      null,
    ],
    ['one whose next step is due', {}, null, STEP, 'escalated'],
    ['one whose next step is not due', {}, null, { ...STEP, dueAt: NOW + 1 }, null],
    ['one that ended before its next step', { clearedAt: NOW }, null, STEP, null],
    ['one that was acknowledged before its next step', { ack: ack(NOW) }, null, STEP, null],
    ['an escalated one that ended', { clearedAt: NOW }, told(), STEP, 'cleared'],
  ]
  it.each(cases)('%s', (_, alarm, memory, patience, why) => {
    expect(whyNotify(sampleAlarm(alarm), memory, patience, NOW)).toBe(why)
  })
})

describe('the time that an escalation runs from', () => {
  it('begins with the first word, and anew with what grew worse after an acknowledgement', () => {
    const since = { since: 5 }
    expect(askingSince('first', sampleAlarm(), null, NOW)).toBe(NOW)
    expect(askingSince('first', sampleAlarm(), since, NOW)).toBe(NOW)
    expect(askingSince('repeat', sampleAlarm(), since, NOW)).toBe(5)
    expect(askingSince('worse', sampleAlarm({ severity: 'critical' }), since, NOW)).toBe(5)
    expect(askingSince('worse', sampleAlarm({ severity: 'critical', ack: ack(9) }), since, NOW)).toBe(NOW)
  })
})
