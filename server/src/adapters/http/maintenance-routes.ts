import { z } from 'zod'
import type { MaintenanceWindow, NewWindow } from '@ioc/shared/maintenance'
import { formatTime, LATEST, type EpochMs } from '@ioc/shared/time'
import type { WireMaintenance } from '@ioc/shared/wire'
import { who, type Api, type Recorder } from './api.js'
import { timeParam } from './query.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface MaintenanceRoutesOptions {
  now(): EpochMs
  alarms: {
    maintenance: {
      list(from: EpochMs, to: EpochMs): MaintenanceWindow[]
      add(window: NewWindow, by: string): Promise<MaintenanceWindow>
      end(id: string, by: string): Promise<MaintenanceWindow>
    }
  }
  record: Recorder
}

const tags = ['alarms']
const config = { may: 'handle alarms' } as const
const ids = z.array(z.string().min(1).max(64)).max(1_000)

const newWindow = z.strictObject({
  stations: ids.default([]),
  areas: ids.default([]),
  gateway: z.string().min(1).max(64).nullable().default(null),
  rules: ids.default([]).meta({ description: 'only their alarms; left out: all' }),
  from: timeParam,
  to: timeParam,
  reason: z.string().trim().min(1).max(2_000),
})

const windowSchema: z.ZodType<WireMaintenance> = z
  .object({
    id: z.string(),
    stations: z.array(z.string()),
    areas: z.array(z.string()),
    gateway: z.string().nullable(),
    rules: z.array(z.string()),
    from: isoTime,
    to: isoTime,
    reason: z.string(),
    by: z.string(),
    endedBy: z.string().nullable(),
  })
  .meta({ id: 'Maintenance' })

/** Work on stations: alarms there are out of service meanwhile. */
export function maintenanceRoutes(app: Api, { now, alarms: { maintenance }, record }: MaintenanceRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/maintenance',
    schema: {
      tags,
      summary: 'Maintenance windows that overlap a span; default: those that are not over',
      querystring: z.object({ from: timeParam.optional(), to: timeParam.optional() }),
      response: { 200: z.array(windowSchema), default: problemSchema },
    },
    handler: async ({ query: { from, to } }) => maintenance.list(from ?? now(), to ?? LATEST).map(toWire),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/maintenance',
    config,
    schema: {
      tags,
      summary:
        'Take alarms out of service while work goes on: at stations, in areas or behind a gateway, 31 days at most',
      body: newWindow,
      response: { 201: windowSchema, default: problemSchema },
    },
    async handler(request, reply) {
      const by = who(request)
      const added = await maintenance.add(request.body, by)
      await record({ who: by, action: 'maintenance.add', subject: added.id, detail: added.reason })
      return reply.code(201).send(toWire(added))
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/maintenance/:id',
    config,
    schema: {
      tags,
      summary: 'End a maintenance window now; it stays readable',
      params: z.object({ id: z.string() }),
      response: { 200: windowSchema, default: problemSchema },
    },
    async handler(request) {
      const by = who(request)
      const ended = await maintenance.end(request.params.id, by)
      await record({ who: by, action: 'maintenance.end', subject: ended.id, detail: ended.reason })
      return toWire(ended)
    },
  })
}

function toWire({ stations, areas, rules, from, to, ...rest }: MaintenanceWindow): WireMaintenance {
  return {
    ...rest,
    stations: [...stations],
    areas: [...areas],
    rules: [...rules],
    from: formatTime(from),
    to: formatTime(to),
  }
}
