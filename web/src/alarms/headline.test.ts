import type { Rule } from '@ioc/shared/rule'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../stations/sample.js'
import { headline } from './headline.js'

const rule: Rule = {
  id: 'flood',
  version: 1,
  kind: 'threshold',
  name: { vi: 'Vượt báo động III', en: 'Above level III' },
  message: { vi: '{station}: {value}', en: '{station}: {value}' },
  severity: 'critical',
  property: 'water_level',
  when: 'above',
  raise: { attribute: 'bd3' },
  clear: { attribute: 'bd3', offset: -0.1 },
  holdS: 0,
  restS: 0,
}

it('names the rule where it is known', () => {
  expect(headline(sampleAlarm('1'), new Map([['flood', rule]]))).toEqual(rule.name)
})

it('falls back to the message of the alarm', () => {
  const alarm = sampleAlarm('1', { rule: 'gone' })
  expect(headline(alarm, new Map([['flood', rule]]))).toEqual(alarm.message)
})
