import { expect, it } from 'vitest'
import { fold } from './fold.js'

it('folds Vietnamese marks away, đ included', () => {
  expect(fold('Đường Hương Trà')).toBe('duong huong tra')
})
