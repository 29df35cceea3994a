import type { PropertyKey } from '@ioc/shared/ids'
import type { Rule, ThresholdRule } from '@ioc/shared/rule'
import { expect, it } from 'vitest'
import { sampleAlarm, sampleStation } from '../design/sample-things.js'
import { limitsOf } from './limits.js'

const jam: ThresholdRule = {
  id: 'traffic-jam',
  version: 1,
  kind: 'threshold',
  name: { vi: 'Ùn tắc', en: 'Jam' },
  message: { vi: '{value}', en: '{value}' },
  severity: 'medium',
  stations: { kinds: ['traffic'] },
  property: 'speed',
  when: 'below',
  raise: { attribute: 'freeFlowKmh', factor: 0.3 },
  clear: { attribute: 'freeFlowKmh', factor: 0.4 },
  holdS: 300,
  restS: 300,
}

it('names the alarm levels of a gauge, and not twice when an alarm is on one of them', () => {
  const station = sampleStation('a', { attributes: { bd1: 1, bd2: 2, bd3: 3.5 } })
  expect(
    limitsOf(station, 'water_level', { alarms: [sampleAlarm('1', { limit: 3.5 })], rules: [] }).map(
      ({ name, value }) => [name, value],
    ),
  ).toEqual([
    ['bd1', 1],
    ['bd2', 2],
    ['bd3', 3.5],
  ])
})

it('draws nominal voltage ±5 %, and not twice where a rule watches for it', () => {
  const station = sampleStation('a', { kind: 'power', attributes: { nominalV: 220 } })
  const high: Rule = {
    ...jam,
    stations: { kinds: ['power'] },
    property: 'voltage_l2',
    when: 'above',
    raise: { attribute: 'nominalV', factor: 1.05 },
  }
  expect(limitsOf(station, 'voltage_l2', { alarms: [], rules: [high] }).map(({ value }) => value)).toEqual([231, 209])
})

it('draws every step of a band in the colour of its severity, and no limit of a sum', () => {
  const { severity: _, raise: __, clear: ___, ...common } = jam
  const step = (from: number, severity: 'low' | 'high') => ({ from, severity, name: jam.name })
  const band: Rule = {
    ...common,
    kind: 'band',
    property: 'vn_aqi',
    when: 'above',
    steps: [step(101, 'low'), step(151, 'high')],
  }
  const station = sampleStation('a', { kind: 'traffic' })
  expect(limitsOf(station, 'vn_aqi', { alarms: [], rules: [band] }).map(({ value, tone }) => [value, tone])).toEqual([
    [101, 'low'],
    [151, 'high'],
  ])
  const sum: Rule = { ...band, property: 'rain', over: '1h' }
  expect(limitsOf(station, 'rain', { alarms: [], rules: [sum] })).toEqual([])
})

it('draws the limit an open alarm has passed, on its own property only', () => {
  const station = sampleStation('a', { kind: 'rain' })
  const alarm = sampleAlarm('1', { property: 'rain' as PropertyKey, limit: 50, severity: 'high' })
  expect(limitsOf(station, 'rain', { alarms: [alarm], rules: [] })).toEqual([
    { name: 'limit', value: 50, tone: 'high' },
  ])
  expect(limitsOf(station, 'battery', { alarms: [alarm], rules: [] })).toEqual([])
})

it('draws what rules watch the station for, resolved from its attributes', () => {
  const road = sampleStation('a', { kind: 'traffic', attributes: { freeFlowKmh: 60 } })
  expect(limitsOf(road, 'speed', { alarms: [], rules: [jam] })).toEqual([{ name: 'limit', value: 18, tone: 'medium' }])
  expect(limitsOf(sampleStation('b'), 'speed', { alarms: [], rules: [jam] })).toEqual([])
})
