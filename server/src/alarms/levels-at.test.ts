import { expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import { bandRuleSchema, rateRuleSchema, thresholdRuleSchema } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { levelsAt } from './levels-at.js'

const kimLong: Station = {
  id: 'HUE-WL-05' as StationId,
  name: 'Kim Long',
  kind: 'water',
  lon: 107.57,
  lat: 16.45,
  area: '19774',
  agency: 'Đài KTTV',
  reportIntervalS: 30,
  attributes: { bd1: 1, bd3: 3.5, datum: 'trạm' },
}
const words = { version: 1, name: { vi: 'Lũ', en: 'Flood' }, message: { vi: '.', en: '.' }, holdS: 60, restS: 30 }
const bd3 = thresholdRuleSchema.parse({
  ...words,
  id: 'bd3',
  severity: 'critical',
  kind: 'threshold',
  property: 'water_level',
  when: 'above',
  raise: { attribute: 'bd3' },
  clear: { attribute: 'bd3', offset: -0.1 },
})
const flood = bandRuleSchema.parse({
  ...words,
  id: 'flood',
  kind: 'band',
  property: 'water_level',
  when: 'above',
  deadband: 0.1,
  steps: [
    { from: { attribute: 'bd1' }, severity: 'medium', name: { vi: 'BĐ I', en: 'Level I' } },
    { from: { attribute: 'bd2' }, severity: 'high', name: { vi: 'BĐ II', en: 'Level II' } },
    {
      from: { attribute: 'bd3' },
      severity: 'critical',
      name: { vi: 'BĐ III', en: 'Level III' },
      message: { vi: '!', en: '!' },
    },
  ],
})
const limits = (rule: Parameters<typeof levelsAt>[0], station = kimLong) =>
  levelsAt(rule, station)?.map(({ raise, clear, severity }) => [raise, clear, severity])

it('comes with its hold and its rest', () => {
  expect(levelsAt(bd3, kimLong)).toEqual([
    {
      when: 'above',
      raise: 3.5,
      clear: 3.4,
      holdMs: 60_000,
      restMs: 30_000,
      severity: 'critical',
      step: null,
      message: { vi: '.', en: '.' },
    },
  ])
})

it('takes a deadband for the way back, and the limit itself where nothing is said', () => {
  const { clear: _, ...plain } = bd3
  expect(limits({ ...plain, deadband: 0.1 })).toEqual([[3.5, 3.4, 'critical']])
  expect(limits({ ...plain, when: 'below', deadband: 0.1 })).toEqual([[3.5, 3.6, 'critical']])
  expect(limits(plain)).toEqual([[3.5, 3.5, 'critical']])
})

it('is several for a band, each with its severity and words, without those that a station lacks', () => {
  expect(limits(flood)).toEqual([
    [1, 0.9, 'medium'],
    [3.5, 3.4, 'critical'],
  ])
  const [first, last] = levelsAt(flood, kimLong)!
  expect([first?.message, last?.message, last?.step]).toEqual([
    { vi: '.', en: '.' },
    { vi: '!', en: '!' },
    { vi: 'BĐ III', en: 'Level III' },
  ])
  expect(limits(flood, { ...kimLong, attributes: {} })).toBeUndefined()
})

it('is nothing at a station that the rule does not watch or that lacks the attribute', () => {
  expect(levelsAt({ ...bd3, enabled: false }, kimLong)).toBeNull()
  expect(levelsAt(bd3, { ...kimLong, attributes: { mndbt: 100 } })).toBeNull()
})

it('is how far a value moved where the rule is about that', () => {
  const rise = rateRuleSchema.parse({
    ...words,
    id: 'rise',
    kind: 'rate',
    severity: 'high',
    property: 'water_level',
    when: 'falling',
    by: 0.5,
    withinS: 3_600,
    deadband: 0.2,
  })
  expect(limits(rise)).toEqual([[0.5, 0.3, 'high']])
})
