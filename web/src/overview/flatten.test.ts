import { expect, it } from 'vitest'
import { flatten } from './flatten.js'

const HUE = [107, 16, 108.2, 16.8] as const

it('keeps the shape of the land: a degree of longitude is shorter than one of latitude', () => {
  const { width, height } = flatten(HUE, 400)
  expect(width).toBe(400)
  expect(height).toBeCloseTo((400 * 0.8) / (1.2 * Math.cos((16.4 * Math.PI) / 180)), 1)
})

it('has north at the top and east at the right', () => {
  const { spot, height } = flatten(HUE, 400)
  expect(spot({ lon: 107, lat: 16.8 })).toEqual({ x: 0, y: 0 })
  expect(spot({ lon: 108.2, lat: 16 })).toEqual({ x: 400, y: height })
})

it('draws every ring of an area, without corners that fall together', () => {
  const ring = [
    [107, 16.8],
    [107.00001, 16.8],
    [108.2, 16.8],
    [107, 16],
    [107, 16.8],
  ]
  const { path, height } = flatten(HUE, 400)
  const properties = {}
  const once = `M0 0L400 0L0 ${height}L0 0Z`
  expect(path({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } })).toBe(once)
  const twice = { type: 'MultiPolygon' as const, coordinates: [[ring], [ring]] }
  expect(path({ type: 'Feature', properties, geometry: twice })).toBe(once + once)
  expect(path({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: [107, 16] } })).toBe('')
})
