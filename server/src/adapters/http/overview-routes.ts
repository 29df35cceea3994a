import { z } from 'zod'
import type { WireOverview } from '@ioc/shared/overview'
import type { EpochMs } from '@ioc/shared/time'
import type { Api } from './api.js'
import { timeParam } from './query.js'
import { problemSchema } from './wire-schemas.js'

export interface OverviewRoutesOptions {
  /** As of that moment; left out: now. */
  overview(at?: EpochMs): Promise<WireOverview>
}

const compared = { value: z.number(), yesterday: z.number().nullable() }
const leading = { station: z.string(), ...compared }
const river = z.object({
  ...leading,
  level: z.number().nullable(),
  trend: z.number().nullable(),
  next: z.object({ level: z.literal([1, 2, 3]), limit: z.number(), inS: z.number().nullable() }).nullable(),
})
const overviewSchema = z.object({
  at: z.string(),
  air: z.object({ ...leading, band: z.number() }).nullable(),
  airBands: z.array(z.number()),
  river: river.nullable(),
  gaugesAbove: z.tuple([z.number(), z.number(), z.number()]),
  rain: z.object(leading).nullable(),
  speed: z.object(compared).nullable(),
  jammed: z.number(),
  load: z.object(compared).nullable(),
  rivers: z.array(river),
  roads: z.array(z.object({ ...leading, freeFlowKmh: z.number().nullable(), los: z.number().nullable() })),
  loads: z.array(z.object({ ...leading, ratedKw: z.number().nullable(), share: z.number().nullable() })),
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

/** The few numbers that a leader asks for. */
export function overviewRoutes(app: Api, { overview }: OverviewRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/overview',
    schema: {
      tags: ['observations'],
      summary: 'The province in a few numbers, with yesterday beside them',
      querystring: z.object({ at: timeParam.optional() }),
      response: { 200: overviewSchema, default: problemSchema },
    },
    handler: async ({ query: { at } }) => overview(at),
  })
}
