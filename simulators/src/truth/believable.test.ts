import { expect, it } from 'vitest'
import { implausibility } from './believable.js'

it('knows on which side of the edge a reading lies, or that nobody can know', () => {
  expect(implausibility('humidity', 99.9, false)).toEqual({ may: true, must: false })
  expect(implausibility('humidity', 101, false)).toEqual({ may: true, must: false })
  expect(implausibility('humidity', 110, false)).toEqual({ may: true, must: true })
  expect(implausibility('humidity', 60, false)).toEqual({ may: false, must: false })
})

it('trusts an instrument that does not distort', () => {
  expect(implausibility('humidity', 99.9, true)).toEqual({ may: false, must: false })
  expect(implausibility('rain', 0, true)).toEqual({ may: false, must: false })
})
