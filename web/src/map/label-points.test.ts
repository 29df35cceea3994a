import { expect, it } from 'vitest'
import { labelPoints } from './label-points.js'

const square = (x: number, size: number) => [
  [x, 0],
  [x + size, 0],
  [x + size, size],
  [x, size],
  [x, 0],
]

it('puts one name in the middle of the largest part', () => {
  const points = labelPoints({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        properties: { name: 'Xã A Lưới 3' },
        geometry: { type: 'MultiPolygon', coordinates: [[square(10, 1)], [square(0, 4)]] },
      },
    ],
  })
  expect(points.features).toHaveLength(1)
  expect(points.features[0]?.geometry.coordinates).toEqual([2, 2])
  expect(points.features[0]?.properties).toEqual({ name: 'Xã A Lưới 3' })
})

it('leaves out what has no area', () => {
  expect(
    labelPoints({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [1, 2] } }],
    }).features,
  ).toEqual([])
})
