import { z } from 'zod'
import type { Api } from './api.js'

interface HealthRoutesOptions {
  /** What the server still waits for; empty once it does its whole work. */
  waitingFor(): string[]
  /** What a remote store has not got yet, and whether it took the last it was given; null where there is none. */
  backlog?(): { rows: number; away: boolean } | null
  /** In the text format of Prometheus. */
  metrics(): Promise<{ contentType: string; text: string }>
}

const tags = ['health']

/** What a watchdog and a collector of metrics ask. */
export function healthRoutes(app: Api, { waitingFor, backlog, metrics }: HealthRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/healthz',
    config: { open: true },
    schema: {
      tags,
      security: [],
      summary: 'The process answers',
      response: { 200: z.object({ status: z.literal('ok') }) },
    },
    handler: async () => ({ status: 'ok' as const }),
  })

  app.route({
    method: 'GET',
    url: '/readyz',
    config: { open: true },
    schema: {
      tags,
      security: [],
      summary: 'The store is recovered and MQTT listens',
      response: {
        200: z.object({
          ready: z.literal(true),
          spool: z.object({ rows: z.number(), away: z.boolean() }).optional(),
        }),
        503: z.object({ ready: z.literal(false), waitingFor: z.array(z.string()) }),
      },
    },
    async handler(_, reply) {
      const missing = waitingFor()
      if (missing.length > 0) return reply.code(503).send({ ready: false, waitingFor: missing })
      const spool = backlog?.()
      return { ready: true as const, ...(spool ? { spool } : {}) }
    },
  })

  app.route({
    method: 'GET',
    url: '/metrics',
    config: { openToLoopback: true },
    schema: {
      tags,
      summary: 'Prometheus metrics; with a token, or from this computer',
      response: { 200: { description: 'metrics', content: { 'text/plain': { schema: z.string() } } } },
    },
    async handler(_, reply) {
      const { contentType, text } = await metrics()
      return reply.type(contentType).serializer(String).send(text)
    },
  })
}
