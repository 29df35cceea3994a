import { expect, it } from 'vitest'
import type { Alarm } from '@ioc/shared/alarm'
import { haveOneCause } from './one-cause.js'

/** `id rule station [suppressedBy]` */
function alarms(...lines: string[]): Alarm[] {
  return lines.map((line) => {
    const [id, rule, station, suppressedBy = null] = line.split(' ')
    return { id, rule, station, suppressedBy } as Alarm
  })
}

const areaOf = (station: string) => (station === 'gateway~G' ? null : station[0]!)

it.each<[string, boolean, Alarm[]]>([
  ['one alone', true, alarms('1 flood A1')],
  ['whatever is wrong at one station', true, alarms('1 flood A1', '2 silence A1')],
  ['one rule in one area', true, alarms('1 flood A1', '2 flood A2')],
  ['one rule in two areas', false, alarms('1 flood A1', '2 flood B1')],
  ['two rules in one area', false, alarms('1 flood A1', '2 dust A2')],
  ['a cause and what it explains', true, alarms('1 silence gateway~G', '2 silence A1 1', '3 silence B1 1')],
  ['what one alarm explains', true, alarms('2 silence A1 1', '3 silence B1 1')],
  ['what two alarms explain', false, alarms('2 silence A1 8', '3 silence B1 9')],
  ['groups without an area', false, alarms('1 silence gateway~G', '2 flood gateway~H')],
  ['nothing', false, []],
])('%s: %s', (_, expected, given) => {
  expect(haveOneCause(given, areaOf)).toBe(expected)
})
