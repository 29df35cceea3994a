import { describe, expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import { thresholdRuleSchema } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { limitsAt, resolveLimit, watches } from './limits.js'

const kimLong: Station = {
  id: 'HUE-WL-05' as StationId,
  name: 'Kim Long',
  kind: 'water',
  lon: 107.57,
  lat: 16.45,
  area: '19774',
  agency: 'Đài KTTV',
  reportIntervalS: 30,
  attributes: { bd3: 3.5, datum: 'trạm' },
}
const bd3 = thresholdRuleSchema.parse({
  id: 'bd3',
  version: 1,
  name: { vi: 'BĐ III', en: 'Level III' },
  severity: 'critical',
  message: { vi: '.', en: '.' },
  kind: 'threshold',
  property: 'water_level',
  when: 'above',
  raise: { attribute: 'bd3' },
  clear: { attribute: 'bd3', offset: -0.1 },
  holdS: 60,
  restS: 30,
})

describe('a limit', () => {
  it('is a number, an attribute, or a distance and a share of one', () => {
    const attributes = { bd3: 3.5, nominalV: 220, freeFlowKmh: 60 }
    expect(resolveLimit(10, undefined)).toBe(10)
    expect(resolveLimit({ attribute: 'bd3' }, attributes)).toBe(3.5)
    expect(resolveLimit({ attribute: 'bd3', offset: -0.1 }, attributes)).toBe(3.4)
    expect(resolveLimit({ attribute: 'nominalV', factor: 1.05 }, attributes)).toBe(231)
    expect(resolveLimit({ attribute: 'freeFlowKmh', factor: 0.3, offset: 2 }, attributes)).toBe(20)
  })

  it('is nothing where the station has no such number', () => {
    expect(resolveLimit({ attribute: 'bd3' }, undefined)).toBeNull()
    expect(resolveLimit({ attribute: 'datum' }, kimLong.attributes)).toBeNull()
    expect(limitsAt(bd3, { ...kimLong, attributes: { mndbt: 100 } })).toBeNull()
  })

  it('comes with its hold and its rest', () => {
    expect(limitsAt(bd3, kimLong)).toEqual({ when: 'above', raise: 3.5, clear: 3.4, holdMs: 60_000, restMs: 30_000 })
  })
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
  expect(watches({ ...bd3, ...change }, kimLong)).toBe(expected)
})
