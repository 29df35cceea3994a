import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Area } from '@ioc/shared/station'
import { wallSchema, type Wall } from '@ioc/shared/wall'
import type { WireProvince } from '@ioc/shared/wire'
import { coded } from '../../errors.js'
import type { Api } from './api.js'
import { areaSchema, geoJsonSchema, problemSchema, provinceSchema } from './wire-schemas.js'

interface ProvinceRoutesOptions {
  province(): WireProvince
  areas(): readonly Area[]
  /** GeoJSON text. */
  areasGeoJson: string
  /** GeoJSON text by layer. */
  basemap: ReadonlyMap<string, string>
  wall: Wall
}

const tags = ['province']

/** The room that everything stands in: the province, its areas and its base map. */
export function provinceRoutes(
  app: Api,
  { province, areas, areasGeoJson, basemap, wall }: ProvinceRoutesOptions,
): void {
  const shapes = tagged(areasGeoJson)
  const layers = new Map([...basemap].map(([layer, text]) => [layer, tagged(text)]))

  app.route({
    method: 'GET',
    url: '/api/v1/province',
    schema: {
      tags,
      summary: 'The province: bounds, layers, attribution, properties',
      response: { 200: provinceSchema, default: problemSchema },
    },
    handler: async () => province(),
  })

  app.route({
    method: 'GET',
    url: '/api/v1/areas',
    schema: {
      tags,
      summary: 'The province and its communes',
      response: { 200: z.array(areaSchema), default: problemSchema },
    },
    handler: async () => [...areas()],
  })

  app.route({
    method: 'GET',
    url: '/api/v1/areas.geojson',
    schema: { tags, summary: 'The shapes of the communes', response: geoJsonResponse },
    handler: async (request, reply) => sendGeoJson(request, reply, shapes),
  })

  app.route({
    method: 'GET',
    url: '/api/v1/wall',
    schema: {
      tags,
      summary: 'What a wall shows in turn, and for how many seconds each',
      response: { 200: wallSchema, default: problemSchema },
    },
    handler: async () => wall,
  })

  app.route({
    method: 'GET',
    url: '/api/v1/basemap/:layer',
    schema: {
      tags,
      summary: 'One layer of the base map',
      params: z.object({ layer: z.string() }),
      response: geoJsonResponse,
    },
    async handler(request, reply) {
      const { layer } = request.params
      const document = layers.get(layer.replace(/\.geojson$/, ''))
      if (!document) throw coded('not-found', `there is no layer "${layer}"`)
      return sendGeoJson(request, reply, document)
    },
  })
}

const geoJsonResponse = {
  200: { description: 'GeoJSON', content: { 'application/geo+json': { schema: geoJsonSchema } } },
  304: z.null(),
  default: problemSchema,
}

interface Tagged {
  text: string
  etag: string
}

function tagged(text: string): Tagged {
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` }
}

/** A dashboard that comes back has the shapes already: it asks whether they are still the same. */
function sendGeoJson({ headers }: FastifyRequest, reply: FastifyReply, { text, etag }: Tagged): FastifyReply {
  reply.header('etag', etag).header('cache-control', 'private, no-cache')
  if (headers['if-none-match'] === etag) return reply.code(304).send()
  return reply.type('application/geo+json; charset=utf-8').serializer(String).send(text)
}
