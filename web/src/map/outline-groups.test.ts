import type { StationId } from '@ioc/shared/ids'
import { expect, it } from 'vitest'
import { sampleAlarm, sampleStation } from '../design/sample-things.js'
import { outlineGroups } from './outline-groups.js'

const commune: GeoJSON.Feature = {
  type: 'Feature',
  id: 'north',
  properties: {},
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ],
  },
}
const known = {
  areas: { type: 'FeatureCollection' as const, features: [commune] },
  stations: new Map([
    ['a', sampleStation('a', { lon: 107, lat: 16 })],
    ['b', sampleStation('b', { lon: 107.2, lat: 16.1 })],
    ['c', sampleStation('c', { lon: 107.1, lat: 16.05 })],
  ]),
}
const stations = ['a', 'b', 'c'] as StationId[]
const group = (id: string, change = {}) => sampleAlarm(id, { station: id as StationId, stations, ...change })

it('outlines a commune by its own shape', () => {
  expect(outlineGroups([group('area~north')], known).features[0]?.geometry).toBe(commune.geometry)
})

it('outlines the stations of a gateway, each well inside', () => {
  const { features } = outlineGroups([group('gateway~g')], known)
  const ring = (features[0]!.geometry as GeoJSON.Polygon).coordinates[0]!
  expect(ring[0]).toEqual(ring.at(-1))
  for (const { lon, lat } of known.stations.values()) {
    for (let i = 1; i < ring.length; i += 1) {
      const [[ax, ay], [bx, by]] = [ring[i - 1] as [number, number], ring[i] as [number, number]]
      expect((bx - ax) * (lat - ay) - (by - ay) * (lon - ax)).toBeGreaterThan(0)
    }
  }
})

it('outlines only what is so and asks for attention, the worst on top', () => {
  const worst = group('area~north', { severity: 'critical' })
  const features = outlineGroups(
    [worst, group('gateway~g'), group('gateway~h', { state: 'shelved' }), group('gateway~i', { state: 'returned' })],
    known,
  ).features
  expect(features.map(({ properties }) => properties?.['station'])).toEqual(['gateway~g', 'area~north'])
  expect(outlineGroups([sampleAlarm('1')], known).features).toEqual([])
})
