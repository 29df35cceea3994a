import { z } from 'zod'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { coded } from '../../errors.js'
import type { StationPatch } from '../../ports/registry.js'
import { PHOTO_TYPES, photoType, type PhotoFolder } from '../photo-folder.js'
import { who, type Api, type Recorder } from './api.js'
import { problemSchema, stationWithWarnings } from './wire-schemas.js'

interface PhotoRoutesOptions {
  photos: PhotoFolder
  stations: { require(id: string): Station; patch(id: string, patch: StationPatch): Promise<Station> }
  record: Recorder
}

const tags = ['stations']
const url = '/api/v1/stations/:id/photo'
const params = z.object({ id: z.string() })
const LARGEST_PHOTO = 5 * 1024 * 1024

/** A picture of each station. That there is one, and which, stands in its attribute `photo`. */
export function photoRoutes(app: Api, { photos, stations, record }: PhotoRoutesOptions): void {
  app.addContentTypeParser(PHOTO_TYPES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  async function name(station: StationId, photo: string | null): Promise<Station> {
    const { photo: _, ...others } = stations.require(station).attributes ?? {}
    return stations.patch(station, { attributes: photo === null ? others : { ...others, photo } })
  }

  app.route({
    method: 'GET',
    url,
    schema: {
      tags,
      summary: 'The picture of a station',
      params,
      response: {
        200: {
          description: 'the picture',
          content: Object.fromEntries(PHOTO_TYPES.map((type) => [type, { schema: z.string() }])),
        },
        default: problemSchema,
      },
    },
    async handler(request, reply) {
      const photo = await photos.get(stations.require(request.params.id).id)
      if (!photo) throw coded('not-found', `there is no photo of "${request.params.id}"`)
      return reply
        .type(photo.type)
        .header('cache-control', 'private, max-age=86400')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(photo.bytes as never)
    },
  })

  app.route({
    method: 'PUT',
    url,
    config: { may: 'change stations' },
    bodyLimit: LARGEST_PHOTO,
    schema: {
      tags,
      summary: 'Keep a picture of a station: JPEG, PNG or WebP, 5 MB at most',
      params,
      consumes: PHOTO_TYPES,
      body: z.any().meta({ type: 'string', format: 'binary' }),
      response: { 200: stationWithWarnings.omit({ warnings: true }), default: problemSchema },
    },
    async handler(request) {
      const { id } = stations.require(request.params.id)
      const body: unknown = request.body
      const type = Buffer.isBuffer(body) ? photoType(body) : null
      if (!Buffer.isBuffer(body) || type === null) throw coded('request.bad', 'the photo must be a JPEG, PNG or WebP')
      const station = await name(id, await photos.put(id, body))
      await record({ who: who(request), action: 'station.photo', subject: id, detail: `${type}, ${body.length} bytes` })
      return station
    },
  })

  app.route({
    method: 'DELETE',
    url,
    config: { may: 'change stations' },
    schema: {
      tags,
      summary: 'Remove the picture of a station',
      params,
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const { id } = stations.require(request.params.id)
      await photos.remove(id)
      await name(id, null)
      await record({ who: who(request), action: 'station.photo', subject: id, detail: 'removed' })
      return reply.code(204).send(null)
    },
  })
}
