import { z } from 'zod'
import type { WireSystem } from '@ioc/shared/wire'
import type { Api } from './api.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface SystemRoutesOptions {
  system(): Promise<WireSystem>
}

const systemSchema = z
  .object({
    versions: z.object({ ioc: z.string(), node: z.string(), duckdb: z.string() }),
    startedAt: isoTime,
    waitingFor: z.array(z.string()).meta({ description: 'as /readyz: `store`, `broker`; empty when all is well' }),
    spool: z.object({ rows: z.number(), away: z.boolean() }).nullable(),
    disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }).nullable(),
    memoryBytes: z.number().meta({ description: 'of the process' }),
    mqttPort: z.number().nullable().meta({ description: 'null: devices come to another broker' }),
    mqttsPort: z.number().nullable(),
  })
  .meta({ id: 'System' })

/** How the IOC itself is. */
export function systemRoutes(app: Api, { system }: SystemRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/system',
    config: { may: 'read rejections' },
    schema: {
      tags: ['health'],
      summary: 'Versions, ports, disk, memory, and what the server waits for',
      response: { 200: systemSchema, default: problemSchema },
    },
    handler: () => system(),
  })
}
