import { expect, it } from 'vitest'
import { communeAt } from './commune-at.js'

const square = (west: number) => [
  [west, 0],
  [west + 1, 0],
  [west + 1, 1],
  [west, 1],
  [west, 0],
]
const areas: GeoJSON.FeatureCollection = {
  type: 'FeatureCollection',
  features: [
    { type: 'Feature', properties: { id: 'a' }, geometry: { type: 'Polygon', coordinates: [square(0)] } },
    { type: 'Feature', properties: { id: 'b' }, geometry: { type: 'MultiPolygon', coordinates: [[square(1)]] } },
  ],
}

it('finds the commune that a place lies in', () => {
  expect(communeAt(areas, 0.5, 0.5)).toBe('a')
  expect(communeAt(areas, 1.5, 0.5)).toBe('b')
  expect(communeAt(areas, 2.5, 0.5)).toBeNull()
})
