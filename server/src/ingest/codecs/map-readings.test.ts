import type { Route } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import { PROPERTIES } from '@ioc/shared/properties'
import { expect, it } from 'vitest'
import type { DeviceReading } from './device-reading.js'
import { mapReadings, stationsBehind } from './map-readings.js'
import { AT } from './payloads.fixture.js'

const properties = new Map(PROPERTIES.map((property) => [property.key as string, property]))
const gateway = { stations: ['A', 'B'] as StationId[] }
const route: Route = {
  topic: 'x/#',
  codec: 'flat',
  devices: {
    a: { station: 'A', fields: { p: { property: 'active_power', unit: 'W' }, x: null } },
    b: { station: 'B', fields: { p: { property: 'pressure', unit: 'Pa' } } },
    'b/c': { station: 'A' },
    foreign: { station: 'C', fields: { p: { property: 'rain' } } },
  },
  defaults: {
    fields: {
      p: { property: 'ph' },
      t: { property: 'temperature' },
      door: { property: 'vehicles', values: { true: 1, OPEN: 2 } },
      odd: { property: 'not_ours' },
    },
  },
}

function reading(device: string, field: string, value: unknown, rest: Partial<DeviceReading> = {}): DeviceReading {
  return { device, field, value, at: AT, unit: null, quality: 'good', ...rest }
}

const map = (...readings: DeviceReading[]) => mapReadings(readings, route, gateway, properties)
/** The values that the readings come to, element by element. */
const values = (...readings: DeviceReading[]) =>
  [...map(...readings).stations.values()].flat().map((each) => ('values' in each ? each.values : each.reason))

it('puts what one station measured at one time in one element', () => {
  const mapped = map(
    reading('a', 'p', 1500),
    reading('b', 't', 30),
    reading('a', 't', 27),
    reading('a', 't', 28, { at: AT + 1 }),
  )
  const element = { at: AT, quality: 'good', seq: null }
  expect(mapped).toEqual({
    stations: new Map([
      [
        'A',
        [
          { ...element, values: { active_power: 1.5, temperature: 27 }, places: { active_power: 0, temperature: 2 } },
          { ...element, at: AT + 1, values: { temperature: 28 }, places: { temperature: 3 } },
        ],
      ],
      ['B', [{ ...element, values: { temperature: 30 }, places: { temperature: 1 } }]],
    ]),
    refused: [],
  })
})

it('loses no value where two are of one property and time, and parts qualities', () => {
  expect(values(reading('a', 't', 1), reading('a', 't', 2), reading('a', 't', 3, { quality: 'fault' }))).toEqual([
    { temperature: 1 },
    { temperature: 2 },
    { temperature: 3 },
  ])
})

it('lets a device have its own meaning of a field', () => {
  expect(values(reading('a', 'p', 1000), reading('b', 'p', 100_000))).toEqual([{ active_power: 1 }, { pressure: 1000 }])
})

it('believes the unit of the payload before that of the mapping, unless it is a word that is no unit', () => {
  expect(values(reading('a', 'p', 2, { unit: 'kW' }))).toEqual([{ active_power: 2 }])
  expect(values(reading('a', 'p', 2000, { unit: 'công suất' }))).toEqual([{ active_power: 2 }])
  expect(values(reading('a', 't', 212, { unit: 'degF' }))).toEqual([{ temperature: 100 }])
})

it('refuses a unit that does not become the property’s, and names it', () => {
  const mapped = map(reading('a', 'p', 2, { unit: 'V' }), reading('a', 't', 2, { unit: 'nóng' }))
  expect(mapped.stations.get('A' as StationId)).toEqual([
    {
      reason: 'payload.unreadable',
      detail: 'the unit "V" of the field "p" of "a" does not become kW',
      count: 1,
      place: 0,
    },
    {
      reason: 'payload.unreadable',
      detail: 'the unit "nóng" of the field "t" of "a" does not become Cel',
      count: 1,
      place: 1,
    },
  ])
})

it('makes numbers of yes, no and words only where they are mapped', () => {
  const words = [true, false, 'OPEN', 'constructor', '5'].map((value) => reading('a', 'door', value))
  expect(values(...words)).toEqual([1, false, 2, 'constructor', '5'].map((vehicles) => ({ vehicles })))
  expect(values(reading('a', 't', true))).toEqual([{ temperature: true }])
})

it('leaves out what is not wanted, and refuses what nobody mapped unless the rest is to be ignored', () => {
  expect(map(reading('a', 'x', 1))).toEqual({ stations: new Map(), refused: [] })
  expect(values(reading('a', 'linkquality', 120), reading('a', 'odd', 1), reading('a', '__proto__', 1))).toEqual(
    Array<string>(3).fill('property.unknown'),
  )
  const ignoring = mapReadings([reading('a', 'linkquality', 120)], { ...route, others: 'ignore' }, gateway, properties)
  expect(ignoring.stations.size).toBe(0)
})

it('counts a device that nobody mapped, and a station that is not the gateway’s, under the gateway', () => {
  const mapped = map(reading('z', 't', 1), reading('foreign', 'p', 1), reading('constructor', 'p', 1))
  expect(mapped.stations.size).toBe(0)
  expect(mapped.refused).toEqual([
    { reason: 'property.unknown', detail: 'the gateway has no device "z"', count: 1, place: 0 },
    { reason: 'topic.foreign', detail: 'the gateway does not speak for C', count: 1, place: 1 },
    { reason: 'property.unknown', detail: 'the gateway has no device "constructor"', count: 1, place: 2 },
  ])
})

it('finds the stations behind a node and the devices below it', () => {
  expect(stationsBehind('b', true, route, gateway)).toEqual(['B', 'A'])
  expect(stationsBehind('b', false, route, gateway)).toEqual(['B'])
  expect(stationsBehind('foreign', true, route, gateway)).toEqual([])
})
