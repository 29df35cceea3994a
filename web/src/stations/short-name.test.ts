import { expect, it } from 'vitest'
import { shortName } from './short-name.js'

it('is what the province calls it, or else the whole name', () => {
  const name = 'Mực nước hồ A Lưới'
  expect(shortName({ name, attributes: { shortName: 'Hồ A Lưới' } })).toBe('Hồ A Lưới')
  expect(shortName({ name, attributes: { shortName: '' } })).toBe(name)
  expect(shortName({ name })).toBe(name)
})
