import { expect, it } from 'vitest'
import type { Alarm } from '@ioc/shared/alarm'
import { haveOneCause } from './one-cause.js'

/** `id rule station severity [suppressedBy]`; a rule in capitals is about another property. */
function alarms(...lines: string[]): Alarm[] {
  return lines.map((line) => {
    const [id, rule = '', station, severity, suppressedBy = null] = line.split(' ')
    const property = rule === rule.toUpperCase() ? 'dust' : 'level'
    return { id, rule, station, property, severity, suppressedBy } as Alarm
  })
}

/** One rule at stations of so many areas. */
const everywhere = (areas: number) =>
  Array.from({ length: areas }, (_, n) => String.fromCharCode(65 + n)).map((area) => `${area} flood ${area}1 low`)

const areaOf = (station: string) => (station === 'gateway~G' ? null : station[0]!)

it.each<[string, boolean, Alarm[]]>([
  ['one alone', true, alarms('1 flood A1 low')],
  ['whatever is wrong at one station', true, alarms('1 flood A1 low', '2 silence A1 high')],
  ['one rule in one area', true, alarms('1 flood A1 low', '2 flood A2 high')],
  ['one rule in two areas, as bad in both', true, alarms('1 flood A1 low', '2 flood B1 low')],
  ['one rule in twelve areas', true, alarms(...everywhere(12))],
  ['one rule all over the province', false, alarms(...everywhere(13))],
  ['one rule in two areas, worse in one', false, alarms('1 flood A1 low', '2 flood B1 high')],
  ['with what is said of the same values', true, alarms('1 flood A1 low', '2 flood B1 low', '3 rise B1 high')],
  ['with what is said of other values there', false, alarms('1 flood A1 low', '2 flood B1 low', '3 DUST B1 low')],
  ['two rules in one area', false, alarms('1 flood A1 low', '2 dust A2 low')],
  ['a cause and what it explains', true, alarms('1 silence gateway~G low', '2 x A1 low 1', '3 silence B1 high 1')],
  ['what one alarm explains', true, alarms('2 silence A1 low 1', '3 x B1 high 1')],
  ['what two alarms explain', false, alarms('2 silence A1 low 8', '3 x B1 low 9')],
  ['groups without an area', false, alarms('1 silence gateway~G low', '2 flood gateway~H low')],
  ['nothing', false, []],
])('%s: %s', (_, expected, given) => {
  expect(haveOneCause(given, areaOf)).toBe(expected)
})
