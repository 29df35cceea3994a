import type { StationId } from '@ioc/shared/ids'
import { PROPERTIES } from '@ioc/shared/properties'
import { describe, expect, it } from 'vitest'
import { createAdmit } from './admit.js'
import { parseNative } from './codecs/native.js'

const NOW = Date.UTC(2026, 10, 22, 3)
const STATION = 'HUE-AQ-01' as StationId
const admit = createAdmit(new Map(PROPERTIES.map((property) => [property.key, property])))

function judge(payload: unknown) {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const { observations, refusals } = admit(STATION, parseNative(Buffer.from(text)), NOW)
  return {
    taken: observations.map(({ property, at, value, quality, timeSource }) => [
      property,
      at - NOW,
      value,
      quality,
      timeSource,
    ]),
    refused: refusals.map(({ index, property, reason, count }) => [index, property, reason, count]),
  }
}

const good = (property: string, at: number, value: number) => [property, at, value, 'good', 'device']

describe('what a station sends', () => {
  it.each([
    ['a single element', { at: NOW, values: { no2: 1 } }, [good('no2', 0, 1)]],
    [
      'an array',
      [
        { at: NOW, values: { no2: 1 } },
        { at: NOW - 5, values: { no2: 2 } },
      ],
      [good('no2', 0, 1), good('no2', -5, 2)],
    ],
    ['ISO 8601 with an offset', { at: '2026-11-22T10:00:00+07:00', values: { no2: 1 } }, [good('no2', 0, 1)]],
    ['ISO 8601 in UTC', { at: '2026-11-22T03:00:00.250Z', values: { no2: 1 } }, [good('no2', 250, 1)]],
    ['no time', { values: { no2: 1 } }, [['no2', 0, 1, 'good', 'server']]],
    ['five minutes ahead', { at: NOW + 300_000, values: { no2: 1 } }, [good('no2', 300_000, 1)]],
    [
      'a quality of its own',
      { at: NOW, quality: 'calibrating', values: { no2: 1 } },
      [['no2', 0, 1, 'calibrating', 'device']],
    ],
    ['an implausible value', { at: NOW, values: { humidity: 101 } }, [['humidity', 0, 101, 'suspect', 'device']]],
    [
      'a fault that is implausible too',
      { at: NOW, quality: 'fault', values: { ph: 99 } },
      [['ph', 0, 99, 'fault', 'device']],
    ],
    [
      'the smallest and the largest number',
      { at: NOW, values: { energy_import: 5e-324 } },
      [good('energy_import', 0, 5e-324)],
    ],
    ['fields we do not know', { at: NOW, values: { no2: 1 }, firmware: '1.2' }, [good('no2', 0, 1)]],
  ])('is taken: %s', (_what, payload, taken) => {
    expect(judge(payload)).toEqual({ taken, refused: [] })
  })

  it.each([
    ['not JSON', '{"values":', [[0, null, 'payload.unreadable', 1]]],
    ['empty', '', [[0, null, 'payload.unreadable', 1]]],
    ['an empty array', [], [[0, null, 'payload.unreadable', 1]]],
    ['a bare number', 17, [[0, null, 'payload.unreadable', 1]]],
    ['no values', { at: NOW }, [[0, null, 'payload.unreadable', 1]]],
    ['nothing in its values', { at: NOW, values: {} }, [[0, null, 'payload.unreadable', 1]]],
    ['a day that no month has', { at: '2026-02-30T00:00:00Z', values: { no2: 1 } }, [[0, null, 'time.unreadable', 1]]],
    [
      'NaN, as Python writes it',
      '{"values":{"no2": NaN,"o3":-Infinity}}',
      [
        [0, 'no2', 'value.not-a-number', 1],
        [0, 'o3', 'value.not-a-number', 1],
      ],
    ],
    ['values that are a list', { at: NOW, values: [1] }, [[0, null, 'payload.unreadable', 1]]],
    ['an unknown quality', { quality: 'nice', values: { no2: 1, o3: 2 } }, [[0, null, 'payload.unreadable', 2]]],
    [
      'a time without a zone',
      { at: '2026-11-22T03:00:00', values: { no2: 1, o3: 1 } },
      [[0, null, 'time.unreadable', 2]],
    ],
    ['a time that is no time', { at: 'yesterday', values: { no2: 1 } }, [[0, null, 'time.unreadable', 1]]],
    ['too far ahead', { at: NOW + 300_001, values: { no2: 1 } }, [[0, 'no2', 'time.future', 1]]],
    ['an unknown property', { values: { soul: 21 } }, [[0, 'soul', 'property.unknown', 1]]],
    ['an index', { values: { vn_aqi: 21 } }, [[0, 'vn_aqi', 'property.unknown', 1]]],
    [
      'a name that objects inherit',
      '{"values":{"__proto__":1,"constructor":2}}',
      [
        [0, '__proto__', 'property.unknown', 1],
        [0, 'constructor', 'property.unknown', 1],
      ],
    ],
    ['a string', { values: { no2: '38.2' } }, [[0, 'no2', 'value.not-a-number', 1]]],
    ['null', { values: { no2: null } }, [[0, 'no2', 'value.not-a-number', 1]]],
    ['a boolean', { values: { no2: true } }, [[0, 'no2', 'value.not-a-number', 1]]],
    ['more than a double holds', '{"values":{"no2":1e999}}', [[0, 'no2', 'value.not-a-number', 1]]],
    ['−1 of a traffic detector', { values: { speed: -1 } }, [[0, 'speed', 'value.not-a-number', 1]]],
  ])('is refused: %s', (_what, payload, refused) => {
    expect(judge(payload)).toEqual({ taken: [], refused })
  })

  it('without a time of its own never meets another of its datastream', () => {
    const one = { values: { vehicles: 1 } }
    const times = [one, [one, one], one].flatMap((payload) => judge(payload).taken.map(([, at]) => at as number))
    expect(new Set(times).size).toBe(4)
    expect(Math.max(...times) - Math.min(...times)).toBe(3)
  })

  it('is judged value by value, element by element', () => {
    const payload = [{ at: NOW, values: { no2: 1, o3: 'x' } }, 'garbage', { at: NOW, values: { no2: 2 } }]
    expect(judge(payload)).toEqual({
      taken: [good('no2', 0, 1), good('no2', 0, 2)],
      refused: [
        [0, 'o3', 'value.not-a-number', 1],
        [1, null, 'payload.unreadable', 1],
      ],
    })
  })
})
