import { expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import { thresholdRuleSchema } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { limitsAt } from './limits-at.js'

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

it('comes with its hold and its rest', () => {
  expect(limitsAt(bd3, kimLong)).toEqual({ when: 'above', raise: 3.5, clear: 3.4, holdMs: 60_000, restMs: 30_000 })
})

it('is nothing at a station that the rule does not watch or that lacks the attribute', () => {
  expect(limitsAt({ ...bd3, enabled: false }, kimLong)).toBeNull()
  expect(limitsAt(bd3, { ...kimLong, attributes: { mndbt: 100 } })).toBeNull()
})
