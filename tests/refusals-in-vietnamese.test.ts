import { expect, it } from 'vitest'
import { ERRORS } from '@ioc/server/errors'
import { faultWord, REFUSALS } from '../web/src/i18n/refusals.js'

it('has Vietnamese words for every error that a caller can meet', () => {
  expect(Object.keys(ERRORS).filter((code) => !REFUSALS[code])).toEqual([])
  expect(Object.keys(REFUSALS).filter((code) => !(code in ERRORS))).toEqual(['network'])
})

it.each([
  ['Too small: expected string to have >=1 characters', 'cần điền'],
  ['Too big: expected number to be <=180', 'lớn nhất là 180'],
  ['Invalid input: expected number, received string', 'cần là một số'],
  ['something new', 'chưa hợp lệ'],
])('says of a field %s', (message, word) => expect(faultWord(message)).toBe(word))
