import { expect, it } from 'vitest'
import { sampleAlarm, sampleLatest } from '../design/sample-things.js'
import { byStation, isSo, standingOf } from './standing.js'

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
    standing: 'high',
    phase: 'expected',
  })
  expect(standingOf(sampleLatest('a'), [sampleAlarm('1', { early }), sampleAlarm('2')])).toMatchObject({
    standing: 'high',
    phase: 'open',
    alarm: { id: '2' },
  })
})

it('is drawn by what is so, whatever is foretold of it', () => {
  const early = { at: '2026-11-22T07:00:00.000Z', probability: 0.8 }
  const foretold = sampleAlarm('1', { severity: 'critical', early })
  const medium = sampleAlarm('2', { severity: 'medium' })
  expect(standingOf(sampleLatest('a'), [foretold, medium])).toMatchObject({
    standing: 'medium',
    phase: 'open',
    foretold: true,
    so: { standing: 'medium', phase: 'open', alarm: medium },
  })
  expect(standingOf(sampleLatest('a'), [foretold])).toMatchObject({
    standing: 'critical',
    phase: 'expected',
    foretold: true,
    so: { standing: 'normal' },
  })
  expect(standingOf(sampleLatest('a', { reporting: 'silent' }), [foretold]).so.standing).toBe('silent')
  const aside = { ...foretold, state: 'shelved' } as const
  expect(standingOf(sampleLatest('a'), [aside, medium]).foretold).toBe(false)
})

it('stands by what is expected at a moment to come, of which nothing else is known', () => {
  const early = { at: '2026-11-22T07:00:00.000Z', probability: 0.8 }
  const look = standingOf(sampleLatest('a'), [sampleAlarm('1', { early })], { isAhead: true })
  expect(look).toMatchObject({ foretold: false, so: { standing: 'high', phase: 'expected' } })
})

it.each([
  [{}, true],
  [{ state: 'acknowledged' }, true],
  [{ state: 'returned' }, false],
  [{ state: 'shelved' }, false],
  [{ early: { at: '2026-11-22T07:00:00.000Z', probability: 0.8 } }, false],
] as const)('an alarm with %j colours what is measured: %j', (change, expected) => {
  expect(isSo(sampleAlarm('1', change))).toBe(expected)
})

it('a station nothing was ever heard of waits: it has no signal to lose', () => {
  expect(standingOf(undefined, [])).toMatchObject({ standing: 'waiting', silent: true })
})

it('gathers alarms by station', () => {
  const found = byStation([sampleAlarm('1'), sampleAlarm('2')])
  expect(found.get('a')?.map((alarm) => alarm.id)).toEqual(['1', '2'])
})
