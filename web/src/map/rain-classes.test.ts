import { expect, it } from 'vitest'
import { rainClass } from './rain-classes.js'

it('classes rain as the weather service does', () => {
  expect([0, 0.2, 0.3, 5.9, 6, 15.9, 16, 50, 51, 99, 100, 400].map((mm) => rainClass(mm, 'day'))).toEqual([
    0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5,
  ])
  expect([2.9, 3, 8, 26, 50].map((mm) => rainClass(mm, 'halfDay'))).toEqual([1, 2, 3, 4, 5])
})
