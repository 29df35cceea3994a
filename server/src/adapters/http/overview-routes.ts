import { z } from 'zod'
import { OVERVIEW_LISTS, type WireOverview, type WireRainfall, type WireTrend } from '@ioc/shared/overview'
import type { PastMoment } from '../../ports/observation-store.js'
import type { Api } from './api.js'
import type { LatestQuery } from './latest-routes.js'
import { boxParam, limitParam, momentOf, momentParams } from './query.js'
import { problemSchema } from './wire-schemas.js'

interface OverviewRoutesOptions {
  /** As of that moment; left out: now. */
  overview(moment?: PastMoment): Promise<WireOverview>
  /** Of the stations in a box, or of all. */
  trends(query: Pick<LatestQuery, 'bbox'>, moment?: PastMoment): Promise<WireTrend[]>
  rainfall(moment?: PastMoment): Promise<WireRainfall[]>
}

const compared = { value: z.number(), yesterday: z.number().nullable() }
const leading = {
  station: z.string(),
  at: z.string(),
  ...compared,
  old: z.literal(true).optional().meta({ description: 'too long ago for a value of now: it counts for nothing' }),
}
const river = z.object({
  ...leading,
  quality: z.literal('suspect').optional().meta({ description: 'the newest level is doubted and counts for nothing' }),
  level: z.number().nullable(),
  trend: z.number().nullable(),
  next: z.object({ level: z.literal([1, 2, 3]), limit: z.number(), inS: z.number().nullable() }).nullable(),
})
const air = z.object({ ...leading, band: z.number() })
const load = z.object({
  ...leading,
  ratedKw: z.number().nullable(),
  share: z.number().nullable(),
  peak: z.object({ at: z.string(), value: z.number() }).nullable(),
})
const overviewSchema = z.object({
  at: z.string(),
  air: air.nullable(),
  airBands: z.array(z.number()),
  airs: z.array(air),
  river: river.nullable(),
  gaugesAbove: z.tuple([z.number(), z.number(), z.number()]),
  silentAbove: z
    .object({ count: z.number(), worst: river })
    .nullable()
    .meta({ description: 'gauges that fell silent within days while at or above BĐ I; not counted in `gaugesAbove`' }),
  rain: z.object({ station: z.string(), ...compared }).nullable(),
  speed: z.object(compared).nullable(),
  jammed: z.number(),
  load: z.object(compared).nullable(),
  loadAhead: z
    .object({
      of: z.number(),
      known: z.number(),
      value: z.number(),
      expected: z.number().nullable(),
      peak: z.object({ at: z.string(), value: z.number() }).nullable(),
    })
    .nullable()
    .meta({ description: 'of the `known` of `of` substations with a forecast that can be relied on' }),
  rivers: z.array(river),
  roads: z.array(z.object({ ...leading, freeFlowKmh: z.number().nullable(), los: z.number().nullable() })),
  loads: z.array(load),
  lengths: z
    .record(z.enum(OVERVIEW_LISTS), z.number())
    .meta({ description: 'how many there are of each; the lists hold the first `most`, the worst' }),
  agencies: z.array(
    z.object({
      agency: z.string(),
      stations: z.number(),
      onTime: z.number(),
      complete: z.number().nullable(),
      clean: z.number().nullable(),
      alive: z.number(),
    }),
  ),
})

const trendSchema = z
  .object({
    station: z.string(),
    perHour: z.record(z.string(), z.number()).meta({ description: 'by property, in its unit' }),
  })
  .meta({ id: 'Trend' })
const rainfallSchema = z
  .object({
    station: z.string(),
    hour: z.number().nullable(),
    halfDay: z.number().nullable(),
    day: z.number().nullable(),
  })
  .meta({ id: 'Rainfall' })
const asOf = z.object(momentParams)
/** What a screen asks for every half a minute is no larger than what anybody looks through. */
const mostLines = limitParam(100_000, 500).meta({ description: 'lines of each list, the worst first' })

/** The few numbers that a leader asks for, and what a map shows beside the values of now. */
export function overviewRoutes(app: Api, { overview, trends, rainfall }: OverviewRoutesOptions): void {
  const tags = ['observations']
  app.route({
    method: 'GET',
    url: '/api/v1/overview',
    schema: {
      tags,
      summary: 'The province in a few numbers, with yesterday beside them',
      querystring: asOf.extend({ most: mostLines }),
      response: { 200: overviewSchema, default: problemSchema },
    },
    handler: async ({ query: { most, ...moment } }) => {
      const whole = await overview(momentOf(moment))
      const lists = OVERVIEW_LISTS.map((list) => [list, whole[list].slice(0, most)] as const)
      return { ...whole, ...Object.fromEntries(lists) }
    },
  })
  app.route({
    method: 'GET',
    url: '/api/v1/trends',
    schema: {
      tags,
      summary: 'How fast values move by what was measured within the last hour; whoever has no trend is left out',
      querystring: asOf.extend({ bbox: boxParam.optional() }),
      response: { 200: z.array(trendSchema), default: problemSchema },
    },
    handler: async ({ query: { bbox, ...moment } }) => trends({ bbox }, momentOf(moment)),
  })
  app.route({
    method: 'GET',
    url: '/api/v1/rainfall',
    schema: {
      tags,
      summary: 'mm of rain of the last 1, 12 and 24 hours at each gauge; null where nothing was measured',
      querystring: asOf,
      response: { 200: z.array(rainfallSchema), default: problemSchema },
    },
    handler: async ({ query }) => rainfall(momentOf(query)),
  })
}
