import { expect, it } from 'vitest'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { alarmBars } from './alarm-bars.js'

const T0 = Date.parse('2026-11-22T03:00:00Z')
const raised = (minute: number, severity: 'critical' | 'high' | 'low') => ({
  raisedAt: new Date(T0 + minute * MINUTE).toISOString(),
  severity,
  early: null,
})
const foretold = (minute: number) => ({
  ...raised(minute, 'critical'),
  early: { at: new Date(T0 + 3 * HOUR).toISOString(), probability: 0.4 },
})

it('counts by the quarter of an hour and names the worst', () => {
  const alarms = [raised(31, 'low'), raised(2, 'low'), raised(14, 'critical'), raised(7, 'high')]
  expect(alarmBars(alarms, T0, T0 + HOUR)).toEqual([
    { from: T0, count: 3, early: 0, worst: 'critical', stands: true },
    { from: T0 + 30 * MINUTE, count: 1, early: 0, worst: 'low', stands: false },
  ])
})

it('counts early warnings apart: what is only foretold is not the worst that was', () => {
  expect(alarmBars([foretold(1), raised(2, 'low'), foretold(3), foretold(31)], T0, T0 + HOUR)).toEqual([
    { from: T0, count: 1, early: 2, worst: 'low', stands: true },
    { from: T0 + 30 * MINUTE, count: 0, early: 1, worst: null, stands: false },
  ])
})

it('leaves out what was raised before and after', () => {
  expect(alarmBars([raised(-1, 'high'), raised(60, 'high')], T0, T0 + HOUR)).toEqual([])
})

it('has the shape of the worst of neighbours stand where there is little room', () => {
  const alarms = [raised(1, 'low'), raised(31, 'high'), raised(61, 'critical'), raised(120, 'low'), raised(150, 'high')]
  const bars = alarmBars(alarms, T0, T0 + 4 * HOUR)
  expect(bars.filter(({ stands }) => stands).map(({ worst }) => worst)).toEqual(['critical', 'high'])
})
