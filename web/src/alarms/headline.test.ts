import { groupId, SYSTEM } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Rule } from '@ioc/shared/rule'
import { expect, it } from 'vitest'
import { sampleAlarm, sampleStation } from '../design/sample-things.js'
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

const known = {
  rules: new Map<string, Rule>(),
  station: sampleStation('a', { attributes: { bd1: 1, bd2: 2, bd3: 3.5 } }),
}

it('names the rule where it is known', () => {
  expect(headline(sampleAlarm('1'), { ...known, rules: new Map([['flood', rule]]) })).toEqual(rule.name)
})

it('lets one whose rule is gone, the IOC and a group of another kind speak for themselves', () => {
  const message = { vi: 'Xã X: mưa to ở 3 trạm', en: 'Commune X: heavy rain at 3 stations' }
  const own = { ...sampleAlarm('1'), station: SYSTEM, property: null, message }
  expect(headline(own, { ...known, station: undefined })).toEqual(message)
  const stations = ['a', 'b', 'c'] as StationId[]
  const group = sampleAlarm('1', { station: groupId('area', 'x'), property: null, message, stations })
  expect(headline(group, known)).toEqual(message)
  const count = { id: 'flood', kind: 'count', name: rule.name } as Rule
  expect(headline(group, { ...known, rules: new Map([['flood', count]]) })).toEqual(message)
})

const name = (vi: string, en: string) => ({ vi, en })

it('says which step of a band is passed, by the limits of the station', () => {
  const band: Rule = {
    id: 'flood',
    version: 1,
    kind: 'band',
    name: name('Mực nước lũ', 'Flood level'),
    message: name('.', '.'),
    property: 'water_level',
    when: 'above',
    holdS: 0,
    restS: 0,
    steps: [
      { from: { attribute: 'bd1' }, severity: 'medium', name: name('báo động I', 'level I') },
      { from: { attribute: 'bd2' }, severity: 'high', name: name('báo động II', 'level II') },
    ],
  }
  const station = sampleStation('a', { attributes: { bd1: 1, bd2: 2 } })
  const of = (limit: number) =>
    headline(sampleAlarm('1', { rule: 'flood', limit }), { ...known, station, rules: new Map([['flood', band]]) })
  expect(of(2)).toEqual(name('Mực nước lũ: báo động II', 'Flood level: level II'))
  expect(of(7)).toEqual(band.name)
})

it('says how many fell silent together, and that it is one thing', () => {
  const stations = ['a', 'b', 'c'] as StationId[]
  const alarm = sampleAlarm('1', { station: 'gateway~g' as StationId, property: null, stations })
  const silence = { id: 'flood', kind: 'silence', name: { vi: 'Mất tín hiệu', en: 'No signal' } } as Rule
  const said = headline(alarm, { ...known, rules: new Map([['flood', silence]]), station: undefined })
  expect(said.vi).toBe('3 trạm mất tín hiệu · một nguyên nhân')
})
