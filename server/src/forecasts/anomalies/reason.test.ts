import { expect, it } from 'vitest'
import { writeValue } from '@ioc/shared/message'
import { PROPERTIES } from '@ioc/shared/properties'
import { reasonFor } from './reason.js'

const LEVEL = PROPERTIES.find(({ key }) => key === 'water_level')!
const why = (value: number, expected: number) =>
  reasonFor('spike', value, expected, (each, finer) => writeValue(each, LEVEL, finer)).en

it('says what was measured and what is usual, as the property is written', () => {
  expect(why(3.614, 1.2)).toBe('a jump to 3.61 m, usually about 1.20 m at this hour')
})

it('writes two values that differ by less than the decimals so that they can be told apart', () => {
  expect(why(3.614, 3.611)).toBe('a jump to 3.614 m, usually about 3.611 m at this hour')
})

it('writes no decimals to values that nothing tells apart', () => {
  expect(why(3.614, 3.614)).toBe('a jump to 3.61 m, usually about 3.61 m at this hour')
})
