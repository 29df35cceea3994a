import { expect, it } from 'vitest'
import { plainAddress } from './plain-address.js'

it.each([
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['10.1.2.3', '10.1.2.3'],
  ['2001:db8::1', '2001:db8::1'],
  [undefined, ''],
])('writes %s as %s', (address, plain) => {
  expect(plainAddress(address)).toBe(plain)
})
