import { expect, it } from 'vitest'
import type { RankedBy, WireForecastRecord, WireForecastState } from '@ioc/shared/forecast'
import { rankForecasts } from './rank-forecasts.js'

const record = (mase: number, change: Partial<WireForecastRecord> = {}): WireForecastRecord => ({
  days: 7,
  count: 100,
  mase,
  pinball: mase / 4,
  coverage50: 0.5,
  coverage90: 0.9,
  error: 1,
  naive: 1,
  ...change,
})

function state(
  station: string,
  week: WireForecastRecord | null,
  change: Partial<WireForecastState> = {},
): WireForecastState {
  const models = week ? [{ model: 'tides', week, month: week }] : []
  return {
    station,
    property: 'water_level',
    span: 'day' as const,
    issuedAt: null,
    model: 'tides',
    without: null,
    week,
    month: week && record(week.mase + 1),
    models,
    ...change,
  }
}

const STATES = [
  state('A', record(1.2, { coverage90: 0.99, count: 50 })),
  state('B', record(0.5, { coverage90: 0.7 })),
  state('C', null, { without: 'short' }),
  state('D', record(0.8), { without: 'unreliable' }),
]
const rank = (change: Partial<RankedBy> = {}) =>
  rankForecasts(STATES, { days: '7', by: 'mase', first: 'worst', limit: 10, ...change })
const order = (change: Partial<RankedBy>) => rank(change).ranked.map(({ station }) => station)

it('counts who is forecast, and says of the others why they are not', () => {
  expect(rank()).toMatchObject({ followed: 4, forecast: 2, without: { short: 1, unreliable: 1 }, judged: 3 })
})

it.each<[Partial<RankedBy>, string[]]>([
  [{}, ['A', 'D', 'B']],
  [{ first: 'best' }, ['B', 'D', 'A']],
  [{ limit: 1 }, ['A']],
  [{ by: 'coverage90' }, ['B', 'A', 'D']],
  [{ by: 'count' }, ['A', 'B', 'D']],
  [{ model: 'river' }, []],
])('ranks by %o', (change, stations) => {
  expect(order(change)).toEqual(stations)
})

it('gives the record of the days that are asked for', () => {
  expect(rank().ranked[0]!.record.mase).toBe(1.2)
  expect(rank({ days: '30' }).ranked[0]!.record.mase).toBe(2.2)
})

it('adds up what a model did at each datastream by the number of its values', () => {
  const [tides] = rank().models
  expect(tides).toMatchObject({ model: 'tides', datastreams: 3, week: { count: 250 } })
  expect(tides!.week!.mase).toBeCloseTo((50 * 1.2 + 100 * 0.5 + 100 * 0.8) / 250)
  expect(tides!.week).not.toHaveProperty('error')
})
