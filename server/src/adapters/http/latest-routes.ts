import { z } from 'zod'
import type { Area } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { LatestStation } from '@ioc/shared/wire'
import type { Api } from './api.js'
import { boxParam, listParam, timeParam, type Box } from './query.js'
import { latestSchema, problemSchema } from './wire-schemas.js'

export interface LatestQuery {
  bbox: Box | null
  kinds: string[] | null
  /** Communes; one that holds others was replaced by all of them. */
  areas: string[] | null
  /** As of that moment; null: now. */
  at: EpochMs | null
}

export interface LatestRoutesOptions {
  latest(query: LatestQuery): Promise<LatestStation[]>
  areas(): readonly Area[]
}

/** What every station says now, or said at a moment. */
export function latestRoutes(app: Api, { latest, areas }: LatestRoutesOptions): void {
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
        at: timeParam.optional(),
      }),
      response: { 200: z.array(latestSchema), default: problemSchema },
    },
    async handler({ query: { bbox = null, kind = null, area = null, at = null } }) {
      return latest({ bbox, kinds: kind, areas: area && withChildren(area, areas()), at })
    },
  })
}

/** The areas named and those that lie in them, so that the province stands for all of its communes. */
export function withChildren(named: readonly string[], areas: readonly Area[]): string[] {
  const children = areas.filter(({ parent }) => parent !== null && named.includes(parent)).map(({ id }) => id)
  return [...new Set([...named, ...children])]
}
