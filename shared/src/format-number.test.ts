import { expect, it } from 'vitest'
import { formatNumber } from './format-number.js'

it('writes a decimal comma in Vietnamese and a point in English', () => {
  expect(formatNumber(3.624, 2, 'vi')).toBe('3,62')
  expect(formatNumber(3.624, 2, 'en')).toBe('3.62')
})

it('groups thousands the way the language does', () => {
  expect(formatNumber(12_345.6, 1, 'vi')).toBe('12.345,6')
  expect(formatNumber(12_345.6, 1, 'en')).toBe('12,345.6')
})

it('writes a real minus sign, and none before a zero', () => {
  expect(formatNumber(-5.94, 1, 'vi')).toBe('−5,9')
  expect(formatNumber(-0.04, 1, 'vi')).toBe('0,0')
})

it('keeps the decimals of the property even when they are zeros, so that numbers do not jitter', () => {
  expect(formatNumber(3, 2, 'vi')).toBe('3,00')
})
