import { z } from 'zod'
import type { WireRefusal } from '@ioc/shared/admin'
import { REFUSAL_REASONS } from '@ioc/shared/refusal'
import { formatTime } from '@ioc/shared/time'
import type { RefusedOften } from '../../ports/access.js'
import type { Api } from './api.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface RefusalRoutesOptions {
  /** The latest first. */
  refusals(): RefusedOften[]
}

const wireRefusal: z.ZodType<WireRefusal> = z.object({
  why: z.enum(REFUSAL_REASONS),
  who: z.string().meta({ description: 'the name that was given; `*` stands for many from one address' }),
  address: z.string(),
  detail: z.string(),
  count: z.number().int(),
  first: isoTime,
  last: isoTime,
})

/** Who of the field was turned away. */
export function refusalRoutes(app: Api, { refusals }: RefusalRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/refusals',
    config: { may: 'read rejections' },
    schema: {
      tags: ['intake'],
      summary: 'Devices turned away since the start, why, from where and how often; the latest first',
      response: { 200: z.array(wireRefusal), default: problemSchema },
    },
    handler: async () =>
      refusals().map((row) => ({ ...row, first: formatTime(row.first), last: formatTime(row.last) })),
  })
}
