import { PROPERTIES, type ObservedProperty } from '@ioc/shared/properties'
import type { PropertyKey } from '@ioc/shared/ids'
import type { LatestStation } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { speakingProperty, mainProperty, valueText, withUnit } from './main-value.js'
import { sampleAlarm, sampleLatest, sampleStation } from '../design/sample-things.js'

const level = {
  key: 'water_level' as PropertyKey,
  unit: 'm',
  symbol: 'm',
  vi: 'Mực nước',
  en: 'Water level',
  min: -20,
  max: 300,
  over: 'mean',
  decimals: 2,
} satisfies ObservedProperty
const properties = new Map([[level.key as string, level]])
const at = '2026-11-22T05:00:00.000Z'

it('asks a gauge for its level', () => {
  expect(mainProperty(sampleStation('a'), sampleLatest('a'))).toBe('water_level')
})

it('asks a station of an unknown kind for what it has', () => {
  const latest = sampleLatest('a', { values: { radon: { value: 3, at, quality: 'good' } } })
  expect(mainProperty(sampleStation('a', { kind: 'ground' }), latest)).toBe('radon')
})

it('speaks of what is wrong before what is usual', () => {
  const station = sampleStation('a', { kind: 'power' })
  const values = {
    active_power: { value: 12, at, quality: 'good' as const },
    voltage_l1: { value: 207, at, quality: 'good' as const },
  }
  const alarm = sampleAlarm('1', { property: 'voltage_l1' as PropertyKey })
  expect(speakingProperty(station, sampleLatest('a', { values }), alarm)).toBe('voltage_l1')
  expect(speakingProperty(station, sampleLatest('a', { values }), null)).toBe('active_power')
})

it('writes the value with its decimals and unit', () => {
  expect(valueText(sampleLatest('a'), 'water_level', properties, 'vi')).toBe('1,20 m')
  expect(valueText(sampleLatest('a'), 'water_level', properties, 'en')).toBe('1.20 m')
})

const write = (key: string, value: number) => {
  const property = PROPERTIES.find((each) => each.key === key)
  return (['vi', 'en'] as const).map((language) => withUnit(value, property, language))
}
it('writes a unit that is a word in the language, a percent with a space in both, a degree without', () => {
  expect(write('vehicles', 1)).toEqual(['1 xe', '1 veh'])
  expect(write('occupancy', 0.5)).toEqual(['0,5 %', '0.5 %'])
  expect(write('wind_direction', 45)).toEqual(['45°', '45°'])
  expect(write('ph', 7)).toEqual(['7,00', '7.00'])
})

it.each([
  ['vn_aqi', 120.4, 'AQI 120'],
  ['vn_aqi_day', 80, 'AQI 80'],
  ['flood_level', 2, 'BĐ II'],
  ['flood_level', 0, '< BĐ I'],
  ['los', 5, 'LOS E'],
  ['fire_danger', 4, '4'],
] as const)('writes the index %s of %d as people know it', (key, value, text) => {
  const latest = sampleLatest('a', { indices: { [key]: { value, at } } } as Partial<LatestStation>)
  expect(valueText(latest, key, properties, 'vi')).toBe(text)
})

it('writes nothing where nothing is known', () => {
  expect(valueText(undefined, 'water_level', properties, 'vi')).toBe('')
  expect(valueText(sampleLatest('a', { values: {} }), 'water_level', properties, 'vi')).toBe('')
})
