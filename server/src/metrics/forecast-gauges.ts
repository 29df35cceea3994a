import { Gauge, type Registry } from 'prom-client'
import type { SpanRecord } from '../ports/forecasts.js'

/** How the forecasts did, for `/metrics`; what is not known any more is told no longer. */
export function createForecastGauges(registers: Registry[]): (records: readonly SpanRecord[]) => void {
  const bySpan = (name: string, help: string) => new Gauge({ name, help, labelNames: ['span'], registers })
  const places = bySpan('ioc_forecast_datastreams', 'Datastreams with a record of their forecasts')
  const unreliable = bySpan('ioc_forecast_unreliable', 'Datastreams whose forecasts are not shown for their record')
  const ofWeek = [
    ['mase', bySpan('ioc_forecast_mase', 'Mean absolute scaled error of the last 7 days, over all datastreams')],
    ['pinball', bySpan('ioc_forecast_pinball', 'Scaled pinball loss of the last 7 days, over all datastreams')],
    ['coverage90', bySpan('ioc_forecast_coverage90', 'Share of the truth of the last 7 days inside the 90 % band')],
  ] as const
  const byModel = (name: string, help: string) =>
    new Gauge({ name, help: `${help}, by model over 7 and 30 days`, labelNames: ['span', 'model', 'days'], registers })
  const ofModels = [
    ['mase', byModel('ioc_forecast_model_mase', 'Mean absolute scaled error')],
    ['pinball', byModel('ioc_forecast_model_pinball', 'Scaled pinball loss')],
    ['coverage90', byModel('ioc_forecast_model_coverage90', 'Share of the truth inside the 90 % band')],
    ['count', byModel('ioc_forecast_model_values', 'Values of which the truth is known')],
  ] as const

  return (records) => {
    for (const [, gauge] of [...ofWeek, ...ofModels]) gauge.reset()
    for (const { span, models, ...record } of records) {
      places.set({ span }, record.places)
      unreliable.set({ span }, record.unreliable)
      for (const [key, gauge] of ofWeek) if (record.week) gauge.set({ span }, record.week[key])
      for (const [key, gauge] of ofModels) {
        for (const { model, week, month } of models) {
          if (week) gauge.set({ span, model, days: '7' }, week[key])
          if (month) gauge.set({ span, model, days: '30' }, month[key])
        }
      }
    }
  }
}
