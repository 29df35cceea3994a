import { z } from 'zod'
import type { GroundStyle, WireGround } from '@ioc/shared/ground'
import { coded } from '../../errors.js'
import type { TileArchive } from '../tile-archives.js'
import type { Api } from './api.js'
import { problemSchema } from './wire-schemas.js'

interface GroundRoutesOptions {
  ground: { archives: ReadonlyMap<string, TileArchive>; style: GroundStyle | null }
}

const groundSchema: z.ZodType<WireGround> = z
  .object({
    archives: z.array(z.object({ name: z.string(), kind: z.enum(['vector', 'raster']) })),
    style: z
      .object({
        sources: z.record(z.string(), z.object({ type: z.enum(['vector', 'raster']), url: z.string() })),
        layers: z.array(z.record(z.string(), z.unknown())),
      })
      .nullable(),
  })
  .meta({ id: 'Ground' })

const tags = ['province']
const bytes = { 'application/vnd.pmtiles': { schema: z.string() } }

/** What a province has put beneath its map: archives of tiles, read in parts as a browser needs them. */
export function groundRoutes(app: Api, { ground: { archives, style } }: GroundRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/ground',
    schema: {
      tags,
      summary: 'Archives of tiles that lie beneath the map, and how they are drawn',
      response: { 200: groundSchema, default: problemSchema },
    },
    handler: async () => ({ archives: [...archives.values()].map(({ name, kind }) => ({ name, kind })), style }),
  })

  app.route({
    method: 'GET',
    url: '/api/v1/tiles/:name',
    schema: {
      tags,
      summary: 'An archive of tiles (PMTiles), whole or the part that the header Range names',
      params: z.object({ name: z.string() }),
      response: {
        200: { description: 'the archive', content: bytes },
        206: { description: 'a part of it', content: bytes },
        304: z.null(),
        416: z.null(),
        default: problemSchema,
      },
    },
    async handler({ params: { name }, headers }, reply) {
      const archive = archives.get(name)
      if (!archive) throw coded('not-found', `there is no archive of tiles "${name}"`)
      const { bytes: length, etag } = archive
      reply.header('etag', etag).header('cache-control', 'private, no-cache').header('accept-ranges', 'bytes')
      if (headers['if-none-match'] === etag) return reply.code(304).send(null)
      const range = parseRange(headers.range, length)
      if (range === null) return reply.code(416).header('content-range', `bytes */${length}`).send(null)
      const { first, last } = range
      reply.type('application/vnd.pmtiles').header('content-length', last - first + 1)
      if (headers.range !== undefined) reply.code(206).header('content-range', `bytes ${first}-${last}/${length}`)
      return reply.send(archive.read(first, last) as never)
    },
  })
}

/** One range of bytes (RFC 9110, 14.1.2); all of them where none is named, null where it lies outside. */
function parseRange(header: string | undefined, length: number): { first: number; last: number } | null {
  const named = /^bytes=(\d*)-(\d*)$/.exec(header ?? 'bytes=0-')
  if (!named || (named[1] === '' && named[2] === '')) return null
  const [, from = '', to = ''] = named
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from)
  const last = from === '' || to === '' ? length - 1 : Math.min(length - 1, Number(to))
  return first <= last ? { first, last } : null
}
