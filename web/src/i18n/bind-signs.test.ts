import { expect, it } from 'vitest'
import { bindSigns } from './bind-signs.js'

it('keeps a sign on the line of its number', () => {
  expect(bindSigns('2,10 m · ≈ 10:55, 30 % khả năng')).toBe('2,10 m · ≈\u00A010:55, 30\u00A0% khả năng')
})
