import { groupId, SYSTEM } from '@ioc/shared/alarm'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import { expect, it } from 'vitest'
import { sampleAlarm, sampleStation } from '../stations/sample.fixture.js'
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

const level: ObservedProperty = {
  key: 'water_level' as PropertyKey,
  unit: 'm',
  symbol: 'm',
  vi: 'Mực nước',
  en: 'Water level',
  min: -20,
  max: 300,
  over: 'mean',
  decimals: 2,
}
const known = {
  rules: new Map<string, Rule>(),
  properties: new Map([['water_level', level]]),
  station: sampleStation('a', { attributes: { bd1: 1, bd2: 2, bd3: 3.5 } }),
}

it('names the rule where it is known', () => {
  expect(headline(sampleAlarm('1'), { ...known, rules: new Map([['flood', rule]]) })).toEqual(rule.name)
})

it('otherwise says what was measured and which alarm level it passed', () => {
  expect(headline(sampleAlarm('1', { value: 3.6, limit: 3.5 }), known).vi).toBe('Mực nước trên báo động III')
  expect(headline(sampleAlarm('1', { value: 2, limit: 2 }), known).en).toBe('Water level above alarm level II')
})

it('otherwise says which side of its limit it is on', () => {
  expect(headline(sampleAlarm('1', { value: 0.2, limit: 0.5 }), known).vi).toBe('Mực nước dưới ngưỡng')
})

it('says a silent station is silent', () => {
  expect(headline(sampleAlarm('1', { property: null }), known).vi).toBe('Mất tín hiệu')
})

it('falls back to the message where it knows nothing', () => {
  const alarm = sampleAlarm('1', { property: 'radon' as PropertyKey })
  expect(headline(alarm, known)).toEqual(alarm.message)
})

it('counts the stations of a group, though its rule is known', () => {
  const message = { vi: 'Xã X: 4/5 trạm ngừng gửi dữ liệu', en: 'Xã X: 4 of 5 stations stopped reporting' }
  const alarm = sampleAlarm('1', { station: groupId('area', 'x'), property: null, message, stations: [] })
  expect(headline(alarm, { rules: new Map([['flood', rule]]), properties: new Map(), station: undefined })).toBe(
    message,
  )
})

it('lets the IOC speak for itself', () => {
  const message = { vi: 'Ổ đĩa dữ liệu sắp đầy', en: 'The data disk is nearly full' }
  const alarm = { ...sampleAlarm('1'), station: SYSTEM, property: null, message }
  expect(headline(alarm, { ...known, station: undefined })).toEqual(message)
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
