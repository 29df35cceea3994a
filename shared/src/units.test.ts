import { expect, it } from 'vitest'
import { PROPERTIES } from './properties.js'
import { convert, isUnit } from './units.js'

it.each([
  [880.1, 'W', 'kW', 0.8801],
  [1.5, 'MW', 'kW', 1500],
  [123_400, 'Wh', 'kW.h', 123.4],
  [123.4, 'kWh', 'kW.h', 123.4],
  [3.6, 'MJ', 'kW.h', 1],
  [72, 'var', 'kvar', 0.072],
  [72, 'VAr', 'kvar', 0.072],
  [500, 'varh', 'kvar.h', 0.5],
  [0.43, '/', '%', 43],
  [0.43, '1', '%', 43],
  [91, '%', '1', 0.91],
  [81, '%RH', '%', 81],
  [3712, 'mV', 'V', 3.712],
  [770, 'mA', 'A', 0.77],
  [212, 'degF', 'Cel', 100],
  [32, '[degF]', 'Cel', 0],
  [300.15, 'K', 'Cel', 27],
  [27.5, '°C', 'Cel', 27.5],
  [101_325, 'Pa', 'hPa', 1013.25],
  [1013.25, 'mbar', 'hPa', 1013.25],
  [1310, 'mm', 'm', 1.31],
  [131, 'cm', 'm', 1.31],
  [0.0254, 'm', 'mm', 25.4],
  [36, 'km/h', 'm/s', 10],
  [10, 'm/s', 'km/h', 36],
  [0.0382, 'mg/m3', 'ug/m3', 38.2],
  [38.2, 'µg/m³', 'ug/m3', 38.2],
  [5.5, 'mg/l', 'mg/L', 5.5],
  [250, 'l/s', 'm3/s', 0.25],
  [20, '1/min', '1/h', 1200],
  [7.2, 'pH', '1', 7.2],
  [12, 'count', '1', 12],
  [-130, 'dBW', 'dBm', -100],
])('%d %s are %s: %d', (value, from, to, expected) => {
  expect(convert(value, from, to)).toBeCloseTo(expected, 12)
})

it.each([
  ['W', 'kW.h'],
  ['Wh', 'kvar.h'],
  ['VA', 'kW'],
  ['m', 'hPa'],
  ['pH', '%'],
  ['ppb', 'ug/m3'],
  ['furlong', 'm'],
  ['m', 'furlong'],
  ['C', 'Cel'],
  ['constructor', 'm'],
])('there is no way from %s to %s', (from, to) => {
  expect(convert(1, from, to)).toBeNull()
})

it('leaves a value that is in its unit already alone, to the last bit', () => {
  for (const value of [0.1 + 0.2, 5e-324, Number.MAX_VALUE, -0]) {
    expect(convert(value, 'kWh', 'kW.h')).toBe(value)
    expect(convert(value, 'a unit of the province', 'a unit of the province')).toBe(value)
  }
})

it('rounds once where thousands are divided', () => {
  for (const value of [154, 1980.5, 0.3, 999_999.9]) {
    expect(convert(value, 'W', 'kW')).toBe(value / 1000)
    expect(convert(value, 'Wh', 'kW.h')).toBe(value / 1000)
    expect(convert(value, 'mm', 'm')).toBe(value / 1000)
  }
})

it('knows the unit of every property', () => {
  expect(PROPERTIES.filter(({ unit }) => !isUnit(unit)).map(({ key }) => key)).toEqual([])
})
