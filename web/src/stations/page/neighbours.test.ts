import { expect, it } from 'vitest'
import { standingOf } from '../standing.js'
import { sampleLatest, sampleStation } from '../../design/sample-things.js'
import { neighboursOf } from './neighbours.js'

function row(id: string, change: Parameters<typeof sampleStation>[1] = {}, latest = sampleLatest(id)) {
  return { station: sampleStation(id, change), latest, look: standingOf(latest, []) }
}

it('finds the nearest of the same kind that measure the same', () => {
  const here = row('a')
  const near = neighboursOf(
    here,
    [here, row('far', { lat: 16.9 }), row('near', { lat: 16.5 }), row('road', { kind: 'traffic' })],
    'water_level',
  )
  expect(near.map(({ id }) => id)).toEqual(['near', 'far'])
  expect(near[0]?.km).toBeCloseTo(11.1, 1)
  expect(neighboursOf(here, [row('b')], 'rain')).toEqual([])
})

it('knows those out of view by what they are there to measure', () => {
  const bare = { ...sampleLatest('far'), at: null, values: {}, indices: {} }
  const level = row('far', { properties: ['water_level'] as never }, bare)
  const rain = row('rain', { properties: ['rain'] as never }, bare)
  expect(neighboursOf(row('a'), [level, rain], 'water_level').map(({ id }) => id)).toEqual(['far'])
})
