import { expect, it } from 'vitest'
import { spreadNames } from './spread-names.js'

const spread = (...places: number[]) => spreadNames(places, { gap: 10, height: 100 })

it('leaves names where they are while none meets another', () => {
  expect(spread(50, 20, 80)).toEqual([50, 20, 80])
})

it('pushes apart those that meet, around their middle and in their order', () => {
  expect(spread(52, 50)).toEqual([56, 46])
  expect(spread(50, 50, 50)).toEqual([40, 50, 60])
  // Two that were pushed apart meet a third.
  expect(spread(50, 54, 60)).toEqual([44.666666666666664, 54.666666666666664, 64.66666666666666])
})

it('keeps them within the drawing', () => {
  expect(spread(1, 0)).toEqual([10, 0])
  expect(spread(99, 100)).toEqual([90, 100])
})
