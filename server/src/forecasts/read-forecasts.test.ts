import { TOGETHER } from '@ioc/shared/chance'
import type { ForecastSpan } from '@ioc/shared/forecast'
import type { StationId } from '@ioc/shared/ids'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import type { ForecastPlace } from '../ports/forecasts.js'
import { createFollowing } from './followed.js'
import { createForecastReader } from './read-forecasts.js'
import type { PlaceRecord } from './record/records.js'

const NOW = Date.parse('2026-11-22T00:00:00Z')
const [GATE, METER] = ['HUE-WL-01', 'HUE-PW-01'] as StationId[] as [StationId, StationId]

/** Follows these, each with a forecast of one step whose median is given. */
function open(
  all: [StationId, string, ForecastSpan, number][],
  isBad: (place: ForecastPlace) => boolean = () => false,
) {
  const following = createFollowing()
  for (const [station, property, span, median] of all) {
    const place = { station, property, span }
    following.begin(place, NOW).issued = {
      ...place,
      issuedAt: NOW,
      model: 'tides',
      start: NOW,
      scale: 1,
      extremal: TOGETHER,
      stepMs: span === 'day' ? HOUR : 10 * MINUTE,
      quantiles: Float32Array.of(median, median, median, median, median),
    }
  }
  const get = (place: ForecastPlace): PlaceRecord => {
    return { ...place, week: null, month: null, models: [], reliable: !isBad(place) }
  }
  return createForecastReader({ desk: { followed: following.at, records: { get } }, clock: { now: () => NOW } })
}

const stepsOf = (reader: ReturnType<typeof open>) => {
  const expectation = reader.expectationOf(GATE, 'water_level')
  return expectation && { ...expectation, steps: expectation.steps.map(({ quantiles }) => quantiles[2]) }
}

it('lists what is asked for by station and property, a day ahead first', () => {
  const reader = open([
    [GATE, 'water_level', 'hours', 1],
    [GATE, 'water_level', 'day', 2],
    [GATE, 'discharge', 'hours', 3],
    [METER, 'active_power', 'day', 4],
  ])
  const named = (query: Parameters<typeof reader.list>[0]) =>
    reader.list(query).map(({ property, span }) => `${property} ${span}`)
  expect(named({})).toEqual(['active_power day', 'discharge hours', 'water_level day', 'water_level hours'])
  expect(named({ stations: [GATE], span: 'hours' })).toEqual(['discharge hours', 'water_level hours'])
  expect(reader.count({ properties: ['water_level'] })).toBe(2)
})

it('expects what forecasts with a good record say', () => {
  const both: Parameters<typeof open>[0] = [
    [GATE, 'water_level', 'hours', 1],
    [GATE, 'water_level', 'day', 2],
  ]
  expect(stepsOf(open(both, ({ span }) => span === 'hours'))).toEqual({ issuedAt: NOW, steps: [2] })
})

it('says of what it expects that its record is bad where none is good', () => {
  const reader = open([[GATE, 'water_level', 'hours', 1]], () => true)
  expect(stepsOf(reader)).toEqual({ issuedAt: NOW, steps: [1], unreliable: true })
  expect(reader.list({})).toEqual([])
})

it('expects nothing of what has no forecast', () => {
  expect(stepsOf(open([[METER, 'active_power', 'day', 4]]))).toBeNull()
})

it('knows the load ahead of each substation by its day', () => {
  const reader = open([
    [METER, 'active_power', 'hours', 3],
    [METER, 'active_power', 'day', 4],
    [GATE, 'water_level', 'day', 2],
  ])
  expect([...reader.loadsAhead()].map(([id, steps]) => [id, steps.map(({ value }) => value)])).toEqual([[METER, [4]]])
})
