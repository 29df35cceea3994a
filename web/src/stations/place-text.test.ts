import { expect, it } from 'vitest'
import { placeText } from './place-text.js'
import { sampleStation } from '../design/sample-things.js'

it('adds the commune to the name of a station', () => {
  expect(placeText(sampleStation('a', { name: 'Hồ Tả Trạch' }), 'Phường Phú Bài')).toBe('Hồ Tả Trạch · Phường Phú Bài')
})

it('does not say the commune twice', () => {
  const station = sampleStation('a', { name: 'Trạm đo mưa xã A Lưới 5' })
  expect(placeText(station, 'Xã A Lưới 5')).toBe('Trạm đo mưa xã A Lưới 5')
})
