import { expect, it } from 'vitest'
import { isThere, parsePlace, placeText } from './view-address.js'

const hue = { lon: 107.5909, lat: 16.4637, zoom: 9.3 }

it('reads what it writes', () => {
  expect(placeText(hue)).toBe('9.30/16.4637/107.5909')
  expect(parsePlace(placeText(hue))).toEqual(hue)
})

it.each([undefined, '', '9/16', 'a/b/c', '9/16/200', '9/89/107', '99/16/107', '1.2.3/16/107'])('refuses %s', (text) => {
  expect(parsePlace(text)).toBeNull()
})

it('takes for the same place what reads the same', () => {
  expect(isThere(hue, { ...hue, lat: 16.463_702 })).toBe(true)
  expect(isThere(hue, { ...hue, zoom: 9.4 })).toBe(false)
  expect(isThere(hue, null)).toBe(false)
})
