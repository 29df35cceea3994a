import { expect, it } from 'vitest'
import { sampleStation } from '../design/sample-things.js'
import { shortName, shortPlace } from './short-name.js'

it('is what the province calls it, or else the whole name', () => {
  const name = 'Mực nước hồ A Lưới'
  expect(shortName({ name, attributes: { shortName: 'Hồ A Lưới' } })).toBe('Hồ A Lưới')
  expect(shortName({ name, attributes: { shortName: '' } })).toBe(name)
  expect(shortName({ name })).toBe(name)
})

const areaName = () => 'Phường Kim Long'

it('tells a gauge by its river, and everything else by its commune', () => {
  expect(shortPlace(sampleStation('a', { attributes: { river: 'Sông Hương' } }), areaName)).toBe('Sông Hương')
  expect(shortPlace(sampleStation('a'), areaName)).toBe('Phường Kim Long')
})
