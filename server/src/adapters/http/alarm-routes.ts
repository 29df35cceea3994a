import { z } from 'zod'
import { ALARM_STATES, SEVERITIES, type Alarm, type AlarmEvent, type AlarmState } from '@ioc/shared/alarm'
import type { Severity } from '@ioc/shared/alarm'
import type { Area } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'
import { coded } from '../../errors.js'
import { toWireAlarm, toWireAlarmEvent } from '../wire.js'
import { who, type Api } from './api.js'
import { withChildren } from './latest-routes.js'
import { timeParam } from './query.js'
import { alarmEventSchema, alarmSchema, problemSchema } from './wire-schemas.js'

export interface AlarmQuery {
  /** `active`: not yet normal again, or not acknowledged. */
  states: (AlarmState | 'active' | 'all')[]
  /** Null does not restrict. */
  severities: Severity[] | null
  stations: string[] | null
  areas: string[] | null
  /** Raised at or after. */
  from: EpochMs | null
  /** Raised before. */
  to: EpochMs | null
}

type Found = Alarm | null | Promise<Alarm | null>

export interface AlarmRoutesOptions {
  alarms: {
    list(query: AlarmQuery): readonly Alarm[] | Promise<readonly Alarm[]>
    /** Each answers with the alarm as it is then, null where there is none of this id. */
    acknowledge(id: string, by: string, note: string | null): Found
    shelve(id: string, by: string, until: EpochMs, reason: string): Found
    unshelve(id: string, by: string): Found
    comment(id: string, by: string, text: string): Found
    /** Empty where there is no alarm of this id. */
    eventsOf(id: string): Promise<readonly AlarmEvent[]>
  }
  areas(): readonly Area[]
  now(): EpochMs
}

const tags = ['alarms']
const params = z.object({ id: z.string() })
const text = z.string().trim().min(1).max(2_000)
const noteSchema = z.strictObject({ note: text.nullish() }).nullish()
const shelveSchema = z.strictObject({ until: timeParam, reason: text })
const response = { 200: alarmSchema, default: problemSchema }
const config = { may: 'handle alarms' } as const

function wordList<const W extends string>(words: readonly [W, ...W[]]) {
  return z
    .string()
    .transform((input) => input.split(',').flatMap((word) => word.trim() || []))
    .pipe(z.array(z.enum(words)))
    .optional()
    .meta({ description: `comma separated: ${words.join(' ')}` })
}

/** Alarms, and what people do with them. */
export function alarmRoutes(app: Api, { alarms, areas, now }: AlarmRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/alarms',
    schema: {
      tags,
      summary: 'Alarms by state (default: active), severity, station, area and the time they were raised',
      querystring: z.object({
        state: wordList(['active', 'all', ...ALARM_STATES]),
        severity: wordList(SEVERITIES),
        station: z.string().optional(),
        area: z.string().optional(),
        from: timeParam.optional(),
        to: timeParam.optional(),
      }),
      response: { 200: z.array(alarmSchema), default: problemSchema },
    },
    async handler({ query: { state, severity, station, area, from = null, to = null } }) {
      const found = await alarms.list({
        states: state && state.length > 0 ? state : ['active'],
        severities: severity && severity.length > 0 ? severity : null,
        stations: station ? station.split(',') : null,
        areas: area ? withChildren(area.split(','), areas()) : null,
        from,
        to,
      })
      return found.map(toWireAlarm)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/:id/ack',
    config,
    schema: { tags, summary: 'Acknowledge an alarm', params, body: noteSchema, response },
    handler: async (request) => {
      const { id } = request.params
      return answer(id, alarms.acknowledge(id, who(request), request.body?.note ?? null))
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/:id/shelve',
    config,
    schema: { tags, summary: 'Put an alarm aside until a time', params, body: shelveSchema, response },
    async handler(request) {
      const { id } = request.params
      const { until, reason } = request.body
      if (until <= now()) {
        const faults = [{ at: 'body.until', message: 'must be in the future' }]
        throw coded('request.bad', 'the time to shelve until has passed', { faults })
      }
      return answer(id, alarms.shelve(id, who(request), until, reason))
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/:id/unshelve',
    config,
    schema: { tags, summary: 'Bring a shelved alarm back', params, response },
    handler: async (request) => answer(request.params.id, alarms.unshelve(request.params.id, who(request))),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/:id/comment',
    config,
    schema: { tags, summary: 'Write a comment to an alarm', params, body: z.strictObject({ text }), response },
    handler: async (request) => {
      const { id } = request.params
      return answer(id, alarms.comment(id, who(request), request.body.text))
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/alarms/:id/events',
    schema: {
      tags,
      summary: 'Everything that happened to an alarm, oldest first',
      params,
      response: { 200: z.array(alarmEventSchema), default: problemSchema },
    },
    async handler({ params: { id } }) {
      const events = await alarms.eventsOf(id)
      if (events.length === 0) throw coded('not-found', `there is no alarm "${id}"`)
      return events.map(toWireAlarmEvent)
    },
  })
}

async function answer(id: string, found: Found): Promise<WireAlarm> {
  const alarm = await found
  if (!alarm) throw coded('not-found', `there is no alarm "${id}"`)
  return toWireAlarm(alarm)
}
