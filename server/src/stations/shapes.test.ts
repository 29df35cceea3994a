import { expect, it } from 'vitest'
import { isInside, type Shape } from '@ioc/shared/shape'
import { geometryFault } from './shapes.js'

const square: Shape = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
      [0, 0],
    ],
    [
      [1, 1],
      [2, 1],
      [2, 2],
      [1, 2],
      [1, 1],
    ],
  ],
}

it('finds a place inside a shape, but not in its hole or beside it', () => {
  expect(isInside(square, 3, 3)).toBe(true)
  expect(isInside(square, 1.5, 1.5)).toBe(false)
  expect(isInside(square, 5, 3)).toBe(false)
  expect(isInside({ type: 'MultiPolygon', coordinates: [square.coordinates] }, 3, 0.5)).toBe(true)
})

it('accepts a right geometry and names what is wrong with another', () => {
  expect(geometryFault(square)).toBeNull()
  expect(geometryFault(null)).toBe('has no geometry')
  expect(geometryFault({ type: 'Point', coordinates: [200, 0] })).toBe('bad position [200,0]')
  expect(geometryFault({ type: 'Point', coordinates: [1, 2] }, ['Polygon'])).toBe('geometry must be one of Polygon')
  const open = [[0, 0], [1, 0], [1, 1], [0, 1]] // prettier-ignore
  expect(geometryFault({ type: 'Polygon', coordinates: [open] })).toBe('a ring must end where it starts')
  expect(geometryFault({ type: 'Polygon', coordinates: [] })).toBe('coordinates must be a list that is not empty')
})
