import { expect, it } from 'vitest'
import { doubtful } from './value-marks.js'

const one = (at: number, quality: 'good' | 'suspect' | 'fault') => ({ at, value: 1, quality })

it('sorts doubtful values by their quality and leaves good ones alone', () => {
  const found = doubtful([one(1, 'good'), one(2, 'suspect'), one(3, 'fault'), one(4, 'suspect')])
  expect(found.get('suspect')?.map(({ at }) => at)).toEqual([2, 4])
  expect(found.get('fault')?.map(({ at }) => at)).toEqual([3])
  expect(found.size).toBe(2)
})

it('thins out very many of them evenly', () => {
  const many = Array.from({ length: 1_000 }, (_, at) => one(at, 'suspect'))
  const shown = doubtful(many, 100).get('suspect')!
  expect(shown).toHaveLength(100)
  expect(shown.at(-1)?.at).toBe(990)
})
