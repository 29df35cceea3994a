import { expect, it } from 'vitest'
import type { StationId } from './ids.js'
import { resolveLimit, watches } from './limits.js'
import { ruleSchema } from './rule.js'

const kimLong = { id: 'HUE-WL-05' as StationId, kind: 'water', area: '19774' }
const silence = ruleSchema.parse({
  id: 'silence',
  version: 1,
  name: { vi: 'Im lặng', en: 'Silence' },
  severity: 'medium',
  message: { vi: '.', en: '.' },
  kind: 'silence',
  intervals: 4,
  minS: 120,
})

it('a limit is a number, an attribute, or a distance and a share of one', () => {
  const attributes = { bd3: 3.5, nominalV: 220, freeFlowKmh: 60 }
  expect(resolveLimit(10, undefined)).toBe(10)
  expect(resolveLimit({ attribute: 'bd3' }, attributes)).toBe(3.5)
  expect(resolveLimit({ attribute: 'bd3', offset: -0.1 }, attributes)).toBe(3.4)
  expect(resolveLimit({ attribute: 'nominalV', factor: 1.05 }, attributes)).toBe(231)
  expect(resolveLimit({ attribute: 'freeFlowKmh', factor: 0.3, offset: 2 }, attributes)).toBe(20)
})

it('a limit is nothing where the station has no such number', () => {
  expect(resolveLimit({ attribute: 'bd3' }, undefined)).toBeNull()
  expect(resolveLimit({ attribute: 'datum' }, { bd3: 3.5, datum: 'trạm' })).toBeNull()
})

it.each([
  ['every station when it names none', {}, true],
  ['a kind', { stations: { kinds: ['water'] } }, true],
  ['another kind', { stations: { kinds: ['air'] } }, false],
  ['its area and kind', { stations: { kinds: ['water'], areas: ['19774'] } }, true],
  ['another area', { stations: { areas: ['1'] } }, false],
  ['its id', { stations: { ids: ['HUE-WL-05'] } }, true],
  ['another id', { stations: { ids: ['hue-wl-05'] } }, false],
  ['nothing while it is switched off', { enabled: false }, false],
])('a rule watches %s', (_, change, expected) => {
  expect(watches({ ...silence, ...change }, kimLong)).toBe(expected)
})
