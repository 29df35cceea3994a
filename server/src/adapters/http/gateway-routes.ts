import { z } from 'zod'
import { gatewaySchema, type Gateway } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import { SECOND } from '@ioc/shared/time'
import { who, type Api, type Recorder } from './api.js'
import { problemSchema, rotationSchema } from './wire-schemas.js'

interface GatewayRoutesOptions {
  gateways: {
    require(id: string): Gateway
    list(): Gateway[]
    add(gateway: Gateway): Promise<Gateway>
    replace(id: string, gateway: Gateway): Promise<Gateway>
    remove(id: string): Promise<void>
  }
  issueSecret(gateway: StationId, overlapMs?: number): Promise<string>
  record: Recorder
}

const tags = ['gateways']
const params = z.object({ id: z.string() })
const gateway = gatewaySchema.meta({ id: 'Gateway' })

/** What speaks for stations: the list, and each of them. */
export function gatewayRoutes(app: Api, { gateways, issueSecret, record }: GatewayRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/gateways',
    schema: { tags, summary: 'Every gateway, by id', response: { 200: z.array(gateway), default: problemSchema } },
    handler: async () => gateways.list(),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/gateways',
    config: { may: 'change stations' },
    schema: {
      tags,
      summary: 'Add a gateway: who it speaks for, where it may publish, what its payloads mean',
      body: gateway,
      response: { 201: gateway, default: problemSchema },
    },
    async handler(request, reply) {
      const added = await gateways.add(request.body as Gateway)
      await record({ who: who(request), action: 'gateway.add', subject: added.id, detail: added.name })
      return reply.code(201).send(added)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/gateways/:id',
    schema: { tags, summary: 'One gateway', params, response: { 200: gateway, default: problemSchema } },
    handler: async (request) => gateways.require(request.params.id),
  })

  app.route({
    method: 'PUT',
    url: '/api/v1/gateways/:id',
    config: { may: 'change stations' },
    schema: {
      tags,
      summary: 'Replace all that is said of a gateway; its secret stays',
      params,
      body: gateway,
      response: { 200: gateway, default: problemSchema },
    },
    async handler(request) {
      const now = await gateways.replace(request.params.id, request.body as Gateway)
      const detail = JSON.stringify(now).slice(0, 1_000)
      await record({ who: who(request), action: 'gateway.change', subject: now.id, detail })
      return now
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/gateways/:id',
    config: { may: 'change stations' },
    schema: {
      tags,
      summary: 'Remove a gateway and its secret; its stations stay',
      params,
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const { id, name } = gateways.require(request.params.id)
      await gateways.remove(id)
      await record({ who: who(request), action: 'gateway.remove', subject: id, detail: name })
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/gateways/:id/secret',
    config: { may: 'issue secrets' },
    schema: {
      tags,
      summary:
        'A new secret for the gateway, told once; the old one stops, with `overlapS` when the new one is first used or the overlap is over',
      params,
      body: rotationSchema,
      response: { 200: z.object({ secret: z.string() }), default: problemSchema },
    },
    async handler(request) {
      const { id } = gateways.require(request.params.id)
      const { overlapS = 0 } = request.body ?? {}
      const secret = await issueSecret(id as StationId, overlapS * SECOND)
      await record({
        who: who(request),
        action: 'gateway.secret',
        subject: id,
        detail: overlapS > 0 ? `the old one holds for ${overlapS} s` : '',
      })
      return { secret }
    },
  })
}
