import { z } from 'zod'
import type { LatestStation } from '@ioc/shared/wire'
import type { PastMoment } from '../../ports/observation-store.js'
import type { Api } from './api.js'
import { openListStream } from './list-stream.js'
import { boxParam, listParam, momentOf, momentParams, type Box } from './query.js'
import { latestSchema, problemSchema } from './wire-schemas.js'

/** What is left out does not restrict. */
export interface LatestQuery {
  bbox?: Box | undefined
  kinds?: string[] | undefined
  areas?: string[] | undefined
}

interface LatestRoutesOptions {
  /** As of that moment; left out: now. */
  latest(query: LatestQuery, moment?: PastMoment): Promise<Iterable<LatestStation>>
}

/** What every station says now, or said at a moment. */
export function latestRoutes(app: Api, { latest }: LatestRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/latest',
    schema: {
      tags: ['observations'],
      summary: 'The newest values of each station, its indices and alarms',
      querystring: z.object({
        bbox: boxParam.optional(),
        kind: listParam,
        area: listParam,
        ...momentParams,
      }),
      response: { 200: z.array(latestSchema), default: problemSchema },
    },
    async handler({ query: { bbox, kind, area, ...moment } }, reply) {
      const found = await latest({ bbox, kinds: kind, areas: area }, momentOf(moment))
      return reply.type('application/json').send(openListStream(found) as never)
    },
  })
}
