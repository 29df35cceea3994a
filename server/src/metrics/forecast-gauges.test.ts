import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import type { SpanRecord } from '../ports/forecasts.js'
import { createForecastGauges } from './forecast-gauges.js'

const sums = { days: 7, count: 48, mase: 0.25, pinball: 0.125, coverage50: 0.5, coverage90: 0.75, naive: 1 }
const known: SpanRecord = {
  span: 'day',
  places: 3,
  unreliable: 1,
  week: sums,
  models: [{ model: 'tides', datastreams: 3, week: sums, month: { ...sums, mase: 0.5 } }],
}

it('tells how each span and each model did', async () => {
  const metrics = new Registry()
  createForecastGauges([metrics])([known])
  const text = await metrics.metrics()
  expect(text).toContain('ioc_forecast_datastreams{span="day"} 3')
  expect(text).toContain('ioc_forecast_unreliable{span="day"} 1')
  expect(text).toContain('ioc_forecast_mase{span="day"} 0.25')
  expect(text).toContain('ioc_forecast_model_mase{span="day",model="tides",days="30"} 0.5')
})

it('tells no longer what is not known any more', async () => {
  const metrics = new Registry()
  const show = createForecastGauges([metrics])
  show([known])
  show([{ ...known, places: 0, unreliable: 0, week: null, models: [] }])
  const text = await metrics.metrics()
  expect(text).toContain('ioc_forecast_datastreams{span="day"} 0')
  expect(text).not.toContain('ioc_forecast_mase{')
  expect(text).not.toContain('ioc_forecast_model_mase{')
})
