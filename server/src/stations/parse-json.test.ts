import { expect, it } from 'vitest'
import { parseJson } from './parse-json.js'

it('reads what is right, with or without a byte order mark', () => {
  expect(parseJson('{"a": [1, {"b": "\\u00e9"}]}')).toEqual({ value: { a: [1, { b: 'é' }] } })
  expect(parseJson('\uFEFF[]')).toEqual({ value: [] })
})

it.each([
  ['a comma too many', '[\n  1,\n  2,\n]', { line: 4, column: 1 }],
  ['a comma missing', '{\n  "a": 1\n  "b": 2\n}', { line: 3, column: 3 }],
  ['a name without quotes', '{\n "a": [true, {}],\n b: 1}', { line: 3, column: 2 }],
  ['an end too early', '[[1,\n2]\n', { line: 3, column: 1 }],
  ['something after the end', '{}\n{}', { line: 2, column: 1 }],
  ['an empty file', '', { line: 1, column: 1 }],
  ['a string left open', '["a", "b]', { line: 1, column: 7 }],
  ['the wrong closer', '{"a": [1}', { line: 1, column: 9 }],
])('says where %s is', (_, text, place) => {
  expect(parseJson(text)).toEqual(place)
})
