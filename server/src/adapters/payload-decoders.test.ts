import { describe, expect, it } from 'vitest'
import { decodeCbor } from './cbor.js'
import { decodeSparkplug, encodeRebirth } from './sparkplug-protobuf.js'

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex')

describe('CBOR', () => {
  it('is read with its labels as text', () => {
    const pack =
      '82a5216a6875652d61712d30313a221a691e6680006174016343656c02fb403b800000000000a3006272680163255248021851'
    expect(decodeCbor(hex(pack))).toEqual({
      value: [
        { '-2': 'hue-aq-01:', '-3': 1763600000, '0': 't', '1': 'Cel', '2': 27.5 },
        { '0': 'rh', '1': '%RH', '2': 81 },
      ],
    })
  })

  it.each([
    ['a decimal fraction', 'c4 82 21 19 6ab3', 273.15],
    ['a half-precision float', 'f9 4f00', 28],
    ['a big number', 'c2 49 010000000000000000', 2n ** 64n],
    ['a big negative number', 'c3 49 010000000000000000', -1n - 2n ** 64n],
  ])('is read: %s', (_, bytes, value) => {
    expect(decodeCbor(hex(bytes))).toEqual({ value })
  })

  it.each([
    ['nothing', ''],
    ['half a pack', '82a5216a6875'],
    ['an object of a class', 'd8 1b 82 65 4572726f72 61 61'],
    ['packed values', 'd8 33 84 81 01 80 80 e0'],
    ['a record', 'd8 69 83 19 e000 81 61 61 01'],
    ['a reference', 'd8 1d 00'],
    ['a million arrays in each other', '81'.repeat(1e6)],
  ])('is refused: %s', (_, bytes) => {
    expect(decodeCbor(hex(bytes))).toHaveProperty('fault')
  })

  it('does not work for minutes on a number as long as the payload', () => {
    const bytes = Buffer.concat([hex('c2 5a 0003ff00'), Buffer.alloc(0x3ff00, 0xff)])
    expect(decodeCbor(bytes)).toEqual({ fault: 'not CBOR: a number too long' })
  })
})

describe('Sparkplug', () => {
  it('is read: the births and data of a gauge', () => {
    const birth = '0880c881f6a933121d0a076c6576656c5f6d10011880c881f6a933200a69000000000000f43f1801'
    expect(decodeSparkplug(hex(birth))).toEqual({
      timestamp: 1763600000000,
      seq: 1,
      uuid: null,
      metrics: [
        {
          name: 'level_m',
          alias: 1n,
          timestamp: 1763600000000,
          datatype: 10,
          historical: false,
          isNull: false,
          value: 1.25,
          properties: null,
        },
      ],
    })
    expect(decodeSparkplug(hex('08e09c85f6a9331214100118e09c85f6a933200a69f6285c8fc2f5f43f1802'))).toMatchObject({
      timestamp: 1763600060000,
      seq: 2,
      metrics: [{ name: null, alias: 1n, value: 1.31 }],
    })
  })

  it('tells a zero that was sent from a field that was not', () => {
    expect(decodeSparkplug(hex('0880c881f6a933120b0a05626453657120085800'))).toMatchObject({
      seq: null,
      metrics: [{ name: 'bdSeq', alias: null, datatype: 8, value: 0n }],
    })
  })

  it('keeps all 64 bits of a whole number', () => {
    // −5 as Int64: ten bytes of varint.
    expect(decodeSparkplug(hex('1210 0a0161 2004 58fbffffffffffffffff01'))).toMatchObject({
      metrics: [{ name: 'a', datatype: 4, value: 2n ** 64n - 5n }],
    })
  })

  it('reads properties and skips what no measurement needs', () => {
    // Properties {Quality: Int32 0}; a data set of two bytes; a metric timestamp.
    expect(decodeSparkplug(hex('1219 0a0161 200a 4a0f 0a075175616c697479 1204 0803 1800 8a0100'))).toMatchObject({
      metrics: [{ name: 'a', value: null, properties: new Map([['Quality', 0n]]) }],
    })
  })

  it.each([
    ['cut', '0880c881f6a933121d0a07'],
    ['text', Buffer.from('{"values":{}}').toString('hex')],
    ['groups in groups', '0b'.repeat(100_000)],
  ])('is refused: %s', (_, bytes) => {
    expect(decodeSparkplug(hex(bytes))).toHaveProperty('fault')
  })

  it('asks for a rebirth in words that an edge node understands', () => {
    expect(decodeSparkplug(encodeRebirth(1763600000000))).toMatchObject({
      timestamp: 1763600000000,
      seq: null,
      metrics: [{ name: 'Node Control/Rebirth', datatype: 11, value: true }],
    })
  })
})
