import { describe, expect, it } from 'vitest'
import { parseNative } from './codecs/native.js'
import { formatPlaces, parsePlaces, pickPlaces } from './places.js'

describe('the places of values in a message', () => {
  it.each([
    [[0], '0'],
    [[0, 1, 2, 3], '0-3'],
    [[0, 1, 5, 7, 8, 9], '0-1,5,7-9'],
    [[4, 3, 10, 11, 2], '4,3,10-11,2'],
  ])('%j are written as %s and read back', (places, text) => {
    expect(formatPlaces(places)).toBe(text)
    const isThere = parsePlaces(text)
    expect(Array.from({ length: 15 }, (_, place) => place).filter(isThere)).toEqual(places.sort((a, b) => a - b))
  })

  it('are all of the message where one of them is', () => {
    expect(formatPlaces([1, null, 3])).toBeNull()
    expect(parsePlaces(null)(17)).toBe(true)
  })

  it('are picked with their numbers, whatever could not be read between them', () => {
    const message = [
      { values: { a: 1, b: 2 } },
      { at: 'noon', values: { c: 3, d: 4 } },
      'garbage',
      { at: 5, seq: 9, values: { a: 6, b: 7, __proto__: 8 } },
    ]
    const elements = parseNative(Buffer.from(JSON.stringify(message)))
    const pick = (text: string | null) =>
      pickPlaces(elements, parsePlaces(text)).map((each) => ('values' in each ? { ...each.values } : each.reason))
    expect(pick('1,6')).toEqual([{ b: 2 }, { b: 7 }])
    expect(pick('2,4-5')).toEqual(['time.unreadable', 'payload.unreadable', { a: 6 }])
    expect(pick(null)).toHaveLength(4)
    const again = pickPlaces(pickPlaces(elements, parsePlaces('1,4-6')), parsePlaces('4,6'))
    expect(again).toEqual([
      { reason: 'payload.unreadable', detail: 'not an object', count: 1, place: 4 },
      { at: 5, seq: 9, quality: 'good', values: { b: 7 }, places: { b: 6 } },
    ])
  })
})
