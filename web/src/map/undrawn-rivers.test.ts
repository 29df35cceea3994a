import { expect, it } from 'vitest'
import { sampleStation } from '../design/sample-things.js'
import { undrawnRivers } from './undrawn-rivers.js'

const at = (id: string, lon: number, river?: string) => sampleStation(id, { lon, attributes: river ? { river } : {} })
const map = (...geometries: GeoJSON.Geometry[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features: geometries.map((geometry) => ({ type: 'Feature', properties: {}, geometry })),
})
const LINE: GeoJSON.Geometry = {
  type: 'LineString',
  coordinates: [
    [107, 16.41],
    [107.5, 16.41],
  ],
}

it('names the rivers that gauges stand at and no line passes by', () => {
  const stations = [at('a', 107.2, 'Sông Hương'), at('b', 107.6, 'Sông Bồ'), at('c', 107.7), at('d', 107.8, 'Sông Bồ')]
  expect(undrawnRivers(stations, map(LINE))).toEqual(['Sông Bồ'])
  expect(undrawnRivers(stations, map())).toEqual(['Sông Hương', 'Sông Bồ'])
})

it('takes a river as drawn where the line passes one of its gauges', () => {
  const stations = [at('a', 107.9, 'Sông Hương'), at('b', 107.51, 'Sông Hương')]
  expect(undrawnRivers(stations, map({ type: 'MultiLineString', coordinates: [LINE.coordinates] }))).toEqual([])
})
