import { z } from 'zod'
import {
  FORECAST_SPANS,
  type ForecastSpan,
  RANKED_BY,
  type RankedBy,
  WITHOUT_FORECAST,
  type WireEarlyRecord,
  type WireExpected,
  type WireForecast,
  type WireForecastRanking,
  type WireForecastRecord,
  type WireForecastState,
  type WireRecordSum,
} from '@ioc/shared/forecast'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import { coded } from '../../errors.js'
import type { ForecastQuery } from '../../ports/forecasts.js'
import type { Api } from './api.js'
import { limitParam, listParam, timeParam } from './query.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface ForecastRoutesOptions {
  forecasts: {
    /** How many forecasts that would be, counted before they are put together. */
    count(query: ForecastQuery): number
    list(query: ForecastQuery): WireForecast[]
    states(query: ForecastQuery): WireForecastState[]
    expected(query: ForecastQuery, at: EpochMs): WireExpected[]
    ranking(span: ForecastSpan, by: RankedBy): Omit<WireForecastRanking, 'early' | 'since'>
  }
  earlyRecords: () => Promise<WireEarlyRecord[]>
  /** Since when the records run. */
  ranSince: () => EpochMs
}

const span = z.enum(FORECAST_SPANS).meta({ description: 'day: 24 h by the hour; hours: 3 h in steps of its own' })
const sumSchema = z
  .object({
    days: z.number(),
    count: z.number().int(),
    mase: z.number().meta({ description: 'in units of the seasonal naive of 24 h' }),
    pinball: z.number(),
    coverage50: z.number(),
    coverage90: z.number(),
    naive: z.number().meta({ description: 'the MASE of the seasonal naive of 24 h over the same values' }),
  })
  .meta({ id: 'ForecastRecordSum' }) satisfies z.ZodType<WireRecordSum>
const recordSchema: z.ZodType<WireForecastRecord> = sumSchema
  .extend({ error: z.number().meta({ description: 'mean absolute error of the median, in the unit of the property' }) })
  .meta({ id: 'ForecastRecord' })
const point = z.object({
  at: isoTime,
  p05: z.number(),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  p95: z.number(),
})
const place = { station: z.string(), property: z.string(), span }
const forecastSchema: z.ZodType<WireForecast> = z
  .object({
    ...place,
    issuedAt: isoTime,
    model: z.string(),
    stepS: z.number(),
    record: recordSchema.nullable(),
    usualError: z.number().nullable(),
    points: z.array(point),
  })
  .meta({ id: 'Forecast' })
const expectedSchema: z.ZodType<WireExpected> = point
  .extend({ station: z.string(), property: z.string() })
  .meta({ id: 'Expected' })
const without = z.enum(WITHOUT_FORECAST)
const stateSchema: z.ZodType<WireForecastState> = z
  .object({
    ...place,
    without: without.nullable(),
    issuedAt: isoTime.nullable(),
    model: z.string().nullable(),
    week: recordSchema.nullable(),
    month: recordSchema.nullable(),
    models: z.array(z.object({ model: z.string(), week: recordSchema.nullable(), month: recordSchema.nullable() })),
  })
  .meta({ id: 'ForecastState' })
const tally = z.object({
  hits: z.number().int().meta({ description: 'limits that were passed after a warning of them' }),
  false: z.number().int().meta({ description: 'warnings of a limit whose time is over without that' }),
  missed: z.number().int().meta({ description: 'limits that were passed without a warning' }),
  leadS: z.number().nullable().meta({ description: 'how long before: the median of the hits' }),
})
const rankingSchema: z.ZodType<WireForecastRanking> = z.object({
  followed: z.number().int(),
  forecast: z.number().int(),
  without: z.partialRecord(without, z.number().int()),
  models: z.array(
    z.object({
      model: z.string(),
      datastreams: z.number().int(),
      week: sumSchema.nullable(),
      month: sumSchema.nullable(),
    }),
  ),
  judged: z.number().int().meta({ description: 'datastreams with such a record; `ranked` has the first of them' }),
  ranked: z.array(
    z.object({
      station: z.string(),
      property: z.string(),
      without: without.nullable(),
      model: z.string().nullable(),
      record: recordSchema,
    }),
  ),
  early: z.array(z.object({ rule: z.string(), week: tally, month: tally })),
  since: isoTime,
})
const querystring = z
  .object({ station: listParam, property: listParam, span: span.optional() })
  .transform(({ station, property, span }) => ({ stations: station, properties: property, span }))

/** Forecasts in one answer: about 20 MB. */
const MOST_ANSWERED = 5_000

/** What will be, how sure that is, and how such forecasts did. */
export function forecastRoutes(app: Api, { forecasts, earlyRecords, ranSince }: ForecastRoutesOptions): void {
  const tags = ['forecasts']
  /** The whole of a large province at once would hold everybody up. */
  function narrow(query: ForecastQuery): ForecastQuery {
    const count = forecasts.count(query)
    if (count <= MOST_ANSWERED) return query
    throw coded(
      'request.bad',
      `${count} forecasts are asked for, ${MOST_ANSWERED} answered: name stations or properties`,
    )
  }
  app.route({
    method: 'GET',
    url: '/api/v1/forecasts',
    schema: {
      tags,
      summary: `The newest forecasts, a day ahead before hours ahead, ${MOST_ANSWERED} at most; none where their record is bad`,
      querystring,
      response: { 200: z.array(forecastSchema), default: problemSchema },
    },
    handler: async ({ query }) => forecasts.list(narrow(query)),
  })
  app.route({
    method: 'GET',
    url: '/api/v1/forecasts/expected',
    schema: {
      tags,
      summary: 'What is expected at about a moment ahead: the step nearest to it; whoever has no forecast is left out',
      querystring: z.object({ station: listParam, property: listParam, at: timeParam }),
      response: { 200: z.array(expectedSchema), default: problemSchema },
    },
    handler: async ({ query: { station, property, at } }) =>
      forecasts.expected({ stations: station, properties: property }, at),
  })
  app.route({
    method: 'GET',
    url: '/api/v1/forecasts/states',
    schema: {
      tags,
      summary: `How each datastream is forecast, and why one is not; ${MOST_ANSWERED} at most`,
      querystring,
      response: { 200: z.array(stateSchema), default: problemSchema },
    },
    handler: async ({ query }) => forecasts.states(narrow(query)),
  })
  app.route({
    method: 'GET',
    url: '/api/v1/forecasts/records',
    schema: {
      tags,
      summary: 'How datastreams are forecast, the worst or the best first; how each model does, and early warnings did',
      querystring: z.object({
        span: span.default('day'),
        days: z.enum(['7', '30']).default('7'),
        by: z.enum(RANKED_BY).default('mase'),
        first: z.enum(['best', 'worst']).default('worst'),
        model: z.string().optional().meta({ description: 'the records of this model alone' }),
        limit: limitParam(2_000, 20),
      }),
      response: { 200: rankingSchema, default: problemSchema },
    },
    handler: async ({ query: { span, ...by } }) => ({
      ...forecasts.ranking(span, by),
      early: await earlyRecords(),
      since: formatTime(ranSince()),
    }),
  })
}
