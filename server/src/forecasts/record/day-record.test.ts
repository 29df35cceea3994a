import { expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import type { ForecastSum } from '../../ports/forecasts.js'
import { dayRecord } from './day-record.js'

const sum = (property: string, change: Partial<ForecastSum>): ForecastSum => ({
  station: 'A' as StationId,
  property,
  span: 'day',
  model: 'ets',
  since: 0,
  count: 24,
  error: 12,
  scaled: 24,
  pinball: 6,
  within50: 12,
  within90: 18,
  floor: 30,
  ...change,
})

it('weighs what was forecast by how often it was judged, whatever the station and the model', () => {
  expect(
    dayRecord([
      sum('rain', { count: 0 }),
      sum('speed', { count: 24 }),
      sum('water_level', { count: 24 }),
      sum('water_level', { count: 72, scaled: 72, error: 36, within90: 78, model: 'river' }),
    ]),
  ).toEqual([
    { property: 'water_level', count: 96, mase: 1, coverage90: 1, error: 0.5 },
    { property: 'speed', count: 24, mase: 1, coverage90: 0.75, error: 0.5 },
  ])
})
