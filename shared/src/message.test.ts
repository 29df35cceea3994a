import { expect, it } from 'vitest'
import { PROPERTIES } from './properties.js'
import { fillMessage, writeValue, writtenAs } from './message.js'

const template = {
  vi: '{station}: mực nước {value} {unit}, vượt {limit} {unit} ({minutes} phút)',
  en: '{station}: water at {value} {unit}, above {limit} {unit} ({minutes} min)',
}

it('fills in every blank, with a decimal comma in Vietnamese', () => {
  const blanks = {
    station: 'Kim $& Long',
    value: 3.614,
    limit: 3.5,
    minutes: 2,
    ...writtenAs('water_level', PROPERTIES),
  }
  expect(fillMessage(template, blanks)).toEqual({
    vi: 'Kim $& Long: mực nước 3,61 m, vượt 3,50 m (2 phút)',
    en: 'Kim $& Long: water at 3.61 m, above 3.50 m (2 min)',
  })
})

it('writes an index without a unit, and leaves an unknown blank for the engineer to see', () => {
  const blanks = { station: 'A', value: 151, limit: null, minutes: 0, ...writtenAs('vn_aqi', PROPERTIES) }
  expect(fillMessage({ vi: '{value}{unit} {limit}', en: '{what}' }, blanks)).toEqual({ vi: '151 –', en: '{what}' })
})

it('writes the unit that is a word in the language of the message', () => {
  const blanks = { station: 'A', value: 122, limit: null, minutes: 0, ...writtenAs('flow', PROPERTIES) }
  const template = { vi: '{value} {unit}', en: '{value} {unit}' }
  expect(fillMessage(template, blanks)).toEqual({ vi: '122 xe/h', en: '122 veh/h' })
})

const write = (key: string, value: number, finer?: number) =>
  writeValue(
    value,
    PROPERTIES.find((each) => each.key === key)!,
    finer,
  )
it('writes a value with its unit behind it, where it has one', () => {
  expect(write('water_level', 3.614)).toEqual({ vi: '3,61 m', en: '3.61 m' })
  expect(write('power_factor', 0.9)).toEqual({ vi: '0,90', en: '0.90' })
  expect(write('wind_direction', 270)).toEqual({ vi: '270°', en: '270°' })
  expect(write('water_level', 3.614, 1)).toEqual({ vi: '3,614 m', en: '3.614 m' })
})
