import { describe, expect, it } from 'vitest'
import { decodeCbor } from '../../adapters/cbor.js'
import { isReading } from './device-reading.js'
import { AT, SENML, SENML_CBOR } from './payloads.fixture.js'
import { parseSenml } from './senml.js'

const NOW = AT + 5_000
const HUE = { names: new Set(['hue-aq-01']) }

/** `device field value unit seconds-from-AT` of readings, `reason count` of the rest. */
function read(pack: unknown, names: string[] = ['hue-aq-01'], now = NOW) {
  return parseSenml(pack, now, { names: new Set(names) }).map((decoded) =>
    isReading(decoded)
      ? [
          decoded.device,
          decoded.field,
          decoded.value,
          decoded.unit,
          decoded.at === null ? null : (decoded.at - AT) / 1000,
        ]
      : [decoded.reason, decoded.count],
  )
}

const from = (seconds: number) => Math.round((seconds - AT / 1000) * 1000) / 1000

describe('a SenML pack', () => {
  it('carries its base fields on, whatever kind of value follows', () => {
    expect(read(SENML)).toEqual([
      ['hue-aq-01', 't', 27.5, 'Cel', 0],
      ['hue-aq-01', 'rh', 81, '%RH', 0],
      ['hue-aq-01', 'door', true, null, 0],
      ['hue-aq-01', 'note', 'ok', null, 0],
    ])
  })

  it('reads the same as CBOR', () => {
    const decoded = decodeCbor(SENML_CBOR)
    expect('value' in decoded && parseSenml(decoded.value, NOW, HUE)).toEqual(parseSenml(SENML, NOW, HUE).slice(0, 2))
  })

  it('reads the example of RFC 8428, section 5.1.2: one base unit, times around the base time', () => {
    const pack = [
      { bn: 'urn:dev:ow:10e2073a0108006:', bt: 1.276020076001e9, bu: 'A', bver: 5, n: 'voltage', u: 'V', v: 120.1 },
      { n: 'current', t: -5, v: 1.2 },
      { n: 'current', t: -4, v: 1.3 },
      { n: 'current', v: 1.7 },
    ]
    const device = 'urn:dev:ow:10e2073a0108006'
    expect(read(pack, [device])).toEqual([
      [device, 'voltage', 120.1, 'V', from(1276020076.001)],
      [device, 'current', 1.2, 'A', from(1276020071.001)],
      [device, 'current', 1.3, 'A', from(1276020072.001)],
      [device, 'current', 1.7, 'A', from(1276020076.001)],
    ])
  })

  it('reads the example of section 5.1.1: a name that is all device', () => {
    const device = 'urn:dev:ow:10e2073a01080063'
    expect(read([{ n: device, u: 'Cel', v: 23.1 }], [device])).toEqual([[device, 'value', 23.1, 'Cel', null]])
  })

  it('takes a time below 2^28 as seconds from now, and 0 as no time', () => {
    const pack = [
      { bn: 'hue-aq-01:', n: 'a', v: 1 },
      { n: 'a', t: -60, v: 2 },
      { n: 'a', t: 60, v: 3 },
    ]
    expect(read(pack).map((each) => each[4])).toEqual([null, 5 - 60, 5 + 60])
    expect(read([{ n: 'hue-aq-01:a', t: 2 ** 28, v: 1 }])[0]?.[4]).toBe(2 ** 28 - AT / 1000)
    expect(read([{ bn: 'hue-aq-01:', bt: -30, n: 'a', t: -30, v: 1 }])[0]?.[4]).toBe(5 - 60)
  })

  it('adds base value and base sum', () => {
    const pack = [
      { bn: 'hue-aq-01:', bu: 'W', bv: 20, bs: 1000, n: 'p', v: 1.5, s: 3 },
      { n: 'p', v: -20 },
    ]
    expect(read(pack)).toEqual([
      ['hue-aq-01', 'p', 21.5, 'W', null],
      ['hue-aq-01', 'p.sum', 1003, 'J', null],
      ['hue-aq-01', 'p', 0, 'W', null],
    ])
  })

  it('lets a record of nothing but base fields prepare the next ones, and ignores the update time', () => {
    expect(read([{ bn: 'hue-aq-01:' }, { n: 't', v: 1, ut: 60, unheard: {} }])).toEqual([
      ['hue-aq-01', 't', 1, null, null],
    ])
  })

  it.each([
    ['version 11', { bver: 11 }],
    ['a version that is no number', { bver: '10' }],
    ['a field that must be understood', { secret_: 1 }],
    ['a base name that is no text', { bn: 7 }],
    ['a base time that is no number', { bt: 'now' }],
    ['a base value that is no number', { bv: null }],
  ])('is refused whole: %s', (_, extra) => {
    expect(read([...SENML, { n: 'a', v: 1, ...extra }])).toEqual([['payload.unreadable', 5]])
  })

  it.each([
    ['no value', { n: 'a' }],
    ['nothing', {}],
    ['two values', { n: 'a', v: 1, vs: '1' }],
    ['a time that is no number', { n: 'a', v: 1, t: '5' }],
    ['a name that is no text', { n: 5, v: 1 }],
    ['a name without end', { n: 'x'.repeat(300), v: 1 }],
    ['no object', 5],
  ])('refuses one record and takes the others: %s', (_, record) => {
    expect(read([{ bn: 'hue-aq-01:', n: 't', v: 1 }, record])).toEqual([
      ['hue-aq-01', 't', 1, null, null],
      ['payload.unreadable', 1],
    ])
  })

  it('says that a time cannot be', () => {
    expect(read([{ n: 'hue-aq-01:a', t: 1e300, v: 1, s: 2 }])).toEqual([['time.unreadable', 2]])
  })

  it.each([[{}], [null], ['text'], [[]]])('is no %j', (pack) => {
    expect(read(pack)).toEqual([['payload.unreadable', 1]])
  })
})

/** The fields of a record on a topic that names the device. */
function fields(n: string) {
  return parseSenml([{ n, v: 1 }], NOW, { only: 'HUE-01' }).map((each) => 'field' in each && each.field)
}

describe('a name', () => {
  it.each([
    ['the longest known device counts', 'a/b/c', ['a', 'a/b'], 'a/b', 'c'],
    ['a device ends where a word ends', 'hue-aq-01:t', ['hue-aq-0'], 'hue-aq-01', 't'],
    ['a device may be named with its separator', 'hue:t', ['hue:'], 'hue:', 't'],
    ['an unknown device is named up to the last separator', 'x/y:t', [], 'x/y', 't'],
  ])('%s', (_, n, names, device, field) => {
    expect(read([{ n, v: 1 }], names)[0]?.slice(0, 2)).toEqual([device, field])
  })

  it('is split where the base name ends', () => {
    expect(read([{ bn: 'hue', n: 'temp', v: 1 }], ['hue'])[0]?.slice(0, 2)).toEqual(['hue', 'temp'])
  })

  it('belongs to the device that the topic names', () => {
    expect([fields('t'), fields('HUE-01:t'), fields('HUE-01')]).toEqual([['t'], ['t'], ['value']])
  })
})
