import { z } from 'zod'
import { SEVERITIES } from '@ioc/shared/alarm'
import { RATE_CLASSES, type WireAlarmQuality } from '@ioc/shared/alarm-quality'
import { DAY, type EpochMs } from '@ioc/shared/time'
import { coded } from '../../errors.js'
import type { Api } from './api.js'
import { timeParam } from './query.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface QualityRoutesOptions {
  quality(range: { from: EpochMs; to: EpochMs; operators: number }): Promise<WireAlarmQuality>
  now(): EpochMs
}

const USUAL = 7 * DAY
const LONGEST = 92 * DAY

const line = { rule: z.string(), station: z.string(), count: z.number() }
const times = { count: z.number(), medianS: z.number().nullable(), p90S: z.number().nullable() }
const aside = z.object({ times: z.number(), now: z.number() })
const severity = z.enum(SEVERITIES)
const delay = z.union([z.object({ restS: z.number() }), z.object({ holdS: z.number() })])
const qualitySchema = z.object({
  from: isoTime,
  to: isoTime,
  operators: z.number(),
  asked: z.number().meta({ description: 'raised, raised again, grown worse or back from aside' }),
  rate: z
    .object({ mean: z.number(), peak: z.number(), peakAt: isoTime.nullable() })
    .meta({ description: 'in ten minutes, an operator' }),
  classes: z
    .array(z.number())
    .meta({ description: `periods of ten minutes with at most so many an operator: ${RATE_CLASSES.join(' ')}` }),
  days: z.array(z.object({ day: isoTime, count: z.number() })),
  floods: z.object({
    share: z.number(),
    longestS: z.number(),
    list: z.array(z.object({ from: isoTime, to: isoTime, count: z.number(), peak: z.number() })),
  }),
  top: z.object({ lines: z.array(z.object(line)), share: z.number() }),
  nuisances: z.array(z.object({ ...line, chattering: z.number(), fleeting: z.number(), suggestion: delay.nullable() })),
  standing: z.object({
    count: z.number(),
    lines: z.array(
      z.object({
        alarm: z.string(),
        rule: z.string(),
        station: z.string(),
        severity,
        since: isoTime,
        state: z.enum(['unacknowledged', 'acknowledged']),
      }),
    ),
  }),
  shelved: aside,
  suppressed: aside,
  outOfService: aside,
  severities: z.record(severity, z.number()),
  answers: z.object({ ...times, waiting: z.number(), bySeverity: z.record(severity, z.object(times)) }),
})

/** How good the alarms are. */
export function qualityRoutes(app: Api, { quality, now }: QualityRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/alarms/quality',
    schema: {
      tags: ['alarms'],
      summary: 'The alarms of a range by the measures of EEMUA 191 and ISA-18.2; the last 7 days where nothing is said',
      querystring: z.object({
        from: timeParam.optional(),
        to: timeParam.optional(),
        operators: z.coerce.number().int().min(1).max(100).default(1),
      }),
      response: { 200: qualitySchema, default: problemSchema },
    },
    async handler({ query: { operators, ...query } }) {
      const to = Math.min(query.to ?? now(), now())
      const from = query.from ?? to - USUAL
      if (from < to && to - from <= LONGEST) return quality({ from, to, operators })
      const faults = [{ at: 'query.from', message: 'must be before to and before now, by 92 days at most' }]
      throw coded('request.bad', 'the range is empty or too long', { faults })
    },
  })
}
