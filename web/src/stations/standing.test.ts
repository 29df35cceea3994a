import { expect, it } from 'vitest'
import { sampleAlarm, sampleLatest } from './sample.fixture.js'
import { byStation, standingOf } from './standing.js'

it('a station without alarms is normal', () => {
  expect(standingOf(sampleLatest('a'), []).standing).toBe('normal')
})

it('the worst alarm decides, and among equals the one nobody has', () => {
  const look = standingOf(sampleLatest('a'), [
    sampleAlarm('1', { severity: 'low' }),
    sampleAlarm('2', { severity: 'critical', state: 'acknowledged' }),
    sampleAlarm('3', { severity: 'critical' }),
  ])
  expect(look).toMatchObject({ standing: 'critical', phase: 'open', alarm: { id: '3' } })
})

it('a station that is only silent is a dashed ring, its silence alarm notwithstanding', () => {
  const look = standingOf(sampleLatest('a', { reporting: 'silent' }), [sampleAlarm('1', { property: null })])
  expect(look).toMatchObject({ standing: 'silent', silent: true, alarm: { id: '1' } })
})

it('a station that fell silent above its limit keeps the shape of what was wrong', () => {
  const look = standingOf(sampleLatest('a', { reporting: 'silent' }), [sampleAlarm('1', { severity: 'critical' })])
  expect(look).toMatchObject({ standing: 'critical', silent: true })
})

it('what was put aside asks for no attention', () => {
  expect(standingOf(sampleLatest('a'), [sampleAlarm('1', { state: 'shelved' })]).standing).toBe('normal')
})

it('an unseen alarm that is over still shows, as returned', () => {
  expect(standingOf(sampleLatest('a'), [sampleAlarm('1', { state: 'returned' })])).toMatchObject({
    standing: 'high',
    phase: 'returned',
  })
})

it('an alarm that is only expected is not shown as if it were so', () => {
  const early = { at: '2026-11-22T07:00:00.000Z', probability: 0.8 }
  expect(standingOf(sampleLatest('a'), [sampleAlarm('1', { early })])).toMatchObject({
    ...{ standing: 'high', phase: 'expected' },
  })
  expect(standingOf(sampleLatest('a'), [sampleAlarm('1', { early }), sampleAlarm('2')])).toMatchObject({
    ...{ standing: 'high', phase: 'open', alarm: { id: '2' } },
  })
})

it('a station nothing was ever heard of is silent', () => {
  expect(standingOf(undefined, []).standing).toBe('silent')
})

it('gathers alarms by station', () => {
  const found = byStation([sampleAlarm('1'), sampleAlarm('2')])
  expect(found.get('a')?.map((alarm) => alarm.id)).toEqual(['1', '2'])
})
