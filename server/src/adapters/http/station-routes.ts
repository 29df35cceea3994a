import { z } from 'zod'
import type { StationId } from '@ioc/shared/ids'
import { stationSchema, type Station } from '@ioc/shared/station'
import { SECOND } from '@ioc/shared/time'
import type { Fault } from '../../errors.js'
import type { StationPatch } from '../../ports/registry.js'
import { who, type Api, type Recorder } from './api.js'
import { openListStream } from './list-stream.js'
import { problemSchema, rotationSchema, stationWithWarnings } from './wire-schemas.js'

interface StationRoutesOptions {
  stations: {
    require(id: string): Station
    list(): Station[]
    add(station: Station): Promise<Station>
    patch(id: string, patch: StationPatch): Promise<Station>
    remove(id: string): Promise<void>
    warnings(station: Station): Fault[]
  }
  issueSecret(station: StationId, overlapMs?: number): Promise<string>
  photos: { remove(station: StationId): Promise<void> }
  record: Recorder
}

const tags = ['stations']
const params = z.object({ id: z.string() })
const { gateway, attributes, properties, simulated } = stationSchema.shape
const patchSchema = stationSchema.omit({ id: true }).partial().extend({
  gateway: gateway.nullable(),
  attributes: attributes.nullable(),
  properties: properties.nullable(),
  simulated: simulated.nullable(),
})

/** The list of stations, and each of them. */
export function stationRoutes(app: Api, { stations, issueSecret, photos, record }: StationRoutesOptions): void {
  const withWarnings = (station: Station) => ({ ...station, warnings: stations.warnings(station) })

  app.route({
    method: 'GET',
    url: '/api/v1/stations',
    schema: {
      tags,
      summary: 'Every station, by id',
      response: { 200: z.array(stationSchema), default: problemSchema },
    },
    handler: async (_request, reply) => reply.type('application/json').send(openListStream(stations.list()) as never),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/stations',
    config: { may: 'change stations' },
    schema: {
      tags,
      summary: 'Add a station; a place outside its area is a warning',
      body: stationSchema,
      response: { 201: stationWithWarnings, default: problemSchema },
    },
    async handler(request, reply) {
      const station = await stations.add(request.body as Station)
      await record({ who: who(request), action: 'station.add', subject: station.id, detail: station.name })
      return reply.code(201).send(withWarnings(station))
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/stations/:id',
    schema: { tags, summary: 'One station', params, response: { 200: stationWithWarnings, default: problemSchema } },
    handler: async (request) => withWarnings(stations.require(request.params.id)),
  })

  app.route({
    method: 'PATCH',
    url: '/api/v1/stations/:id',
    config: { may: 'change stations' },
    schema: {
      tags,
      summary: 'Change the facts given; null removes one that may be missing',
      params,
      body: patchSchema,
      response: { 200: stationWithWarnings, default: problemSchema },
    },
    async handler(request) {
      const station = await stations.patch(request.params.id, request.body as StationPatch)
      const detail = JSON.stringify(request.body).slice(0, 1_000)
      await record({ who: who(request), action: 'station.change', subject: station.id, detail })
      return withWarnings(station)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/stations/:id',
    config: { may: 'change stations' },
    schema: {
      tags,
      summary: 'Remove a station and its secret; what it reported stays',
      params,
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const { id, name } = stations.require(request.params.id)
      await stations.remove(id)
      await photos.remove(id)
      await record({ who: who(request), action: 'station.remove', subject: id, detail: name })
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/stations/:id/secret',
    config: { may: 'issue secrets' },
    schema: {
      tags,
      summary:
        "A new secret for the station's device, told once; the old one stops, with `overlapS` when the new one is first used or the overlap is over",
      params,
      body: rotationSchema,
      response: { 200: z.object({ secret: z.string() }), default: problemSchema },
    },
    async handler(request) {
      const { id } = stations.require(request.params.id)
      const { overlapS = 0 } = request.body ?? {}
      const secret = await issueSecret(id, overlapS * SECOND)
      await record({
        who: who(request),
        action: 'station.secret',
        subject: id,
        detail: overlapS > 0 ? `the old one holds for ${overlapS} s` : '',
      })
      return { secret }
    },
  })
}
