import { z } from 'zod'
import { ALARM_STATES, SEVERITIES, type Alarm, type AlarmEvent, type Severity } from '@ioc/shared/alarm'
import type { EpochMs } from '@ioc/shared/time'
import type { AlarmQuery } from '../../ports/alarm-journal.js'
import { toWireAlarm, toWireAlarmEvent } from '../wire.js'
import { who, type Api } from './api.js'
import { listParam, timeParam, wordList } from './query.js'
import { alarmEventSchema, alarmSchema, problemSchema } from './wire-schemas.js'

interface AlarmRoutesOptions {
  alarms: {
    list(query: AlarmQuery): Promise<Alarm[]>
    /** Each answers with the alarm as it is then; one that is not there is a coded error. */
    acknowledge(id: string, by: string, note: string | null, severity?: Severity): Promise<Alarm>
    acknowledgeMany(seen: readonly Seen[], by: string, note: string | null): Promise<Alarm[]>
    reset(id: string, by: string): Promise<Alarm>
    assign(id: string, by: string, agency: string, note: string | null): Promise<Alarm>
    shelve(id: string, by: string, until: EpochMs, reason: string): Promise<Alarm>
    unshelve(id: string, by: string): Promise<Alarm>
    comment(id: string, by: string, text: string): Promise<Alarm>
    get(id: string): Promise<Alarm>
    eventsOf(id: string): Promise<AlarmEvent[]>
  }
}

interface Seen {
  id: string
  severity?: Severity | undefined
}

const tags = ['alarms']
const params = z.object({ id: z.string() })
const text = z.string().trim().min(1).max(2_000)
const severity = z
  .enum(SEVERITIES)
  .optional()
  .describe('As whoever answers has seen it: what has grown worse since still waits for a look. Left out: as it is.')
const ackSchema = z.strictObject({ note: text.nullish(), severity }).nullish()
const seenSchema = z.union([z.string().transform((id) => ({ id })), z.strictObject({ id: z.string(), severity })])
const manySchema = z.strictObject({ alarms: z.array(seenSchema).min(1).max(1_000), note: text.nullish() })
const assignSchema = z.strictObject({ agency: z.string().trim().min(1).max(200), note: text.nullish() })
const shelveSchema = z.strictObject({ until: timeParam, reason: text })
const response = { 200: alarmSchema, default: problemSchema }
const config = { may: 'handle alarms' } as const

/** Alarms, and what people do with them. */
export function alarmRoutes(app: Api, { alarms }: AlarmRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/alarms',
    schema: {
      tags,
      summary:
        'Alarms by state (default: active), severity, station, area, rule, what explains them, when they were raised (`from`, `to`) and whether they still stood (`since`)',
      description:
        'Without `from` and `since`, what was over 30 days ago is left out. With `suppressedBy`, whatever their state: the consequences of that alarm. With `at`, those that were not over at that moment, each as it stood then.',
      querystring: z.object({
        state: wordList(['active', 'all', ...ALARM_STATES]),
        severity: wordList(SEVERITIES),
        station: listParam,
        area: listParam,
        rule: listParam,
        suppressedBy: z.string().optional(),
        from: timeParam.optional(),
        to: timeParam.optional(),
        since: timeParam.optional(),
        at: timeParam.optional(),
      }),
      response: { 200: z.array(alarmSchema), default: problemSchema },
    },
    async handler({ query: { state, severity, station, area, rule, suppressedBy, from, to, since, at } }) {
      const query = { states: state, severities: severity, stations: station, areas: area, rules: rule }
      return (await alarms.list({ ...query, suppressedBy, from, to, since, at })).map(toWireAlarm)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/alarms/:id',
    schema: { tags, summary: 'One alarm, whether it goes on or is over', params, response },
    handler: async ({ params: { id } }) => toWireAlarm(await alarms.get(id)),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/:id/ack',
    config,
    schema: { tags, summary: 'Acknowledge an alarm', params, body: ackSchema, response },
    async handler(request) {
      const { params, body } = request
      return toWireAlarm(await alarms.acknowledge(params.id, who(request), body?.note ?? null, body?.severity))
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/ack',
    config,
    schema: {
      tags,
      summary: 'Acknowledge alarms of one cause at once: of one station, of one rule in one area, or of one alarm',
      body: manySchema,
      response: { 200: z.array(alarmSchema), default: problemSchema },
    },
    async handler(request) {
      const { alarms: seen, note } = request.body
      return (await alarms.acknowledgeMany(seen, who(request), note ?? null)).map(toWireAlarm)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/:id/reset',
    config,
    schema: { tags, summary: 'Reset a latched alarm whose condition has ended', params, response },
    handler: async (request) => toWireAlarm(await alarms.reset(request.params.id, who(request))),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/:id/assign',
    config,
    schema: { tags, summary: 'Say which agency has to act', params, body: assignSchema, response },
    async handler(request) {
      const { agency, note } = request.body
      return toWireAlarm(await alarms.assign(request.params.id, who(request), agency, note ?? null))
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/:id/shelve',
    config,
    schema: {
      tags,
      summary: 'Put an alarm aside until a time, 24 hours at most',
      params,
      body: shelveSchema,
      response,
    },
    async handler(request) {
      const { until, reason } = request.body
      return toWireAlarm(await alarms.shelve(request.params.id, who(request), until, reason))
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/:id/unshelve',
    config,
    schema: { tags, summary: 'Bring a shelved alarm back', params, response },
    handler: async (request) => toWireAlarm(await alarms.unshelve(request.params.id, who(request))),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/alarms/:id/comment',
    config,
    schema: { tags, summary: 'Write a comment to an alarm', params, body: z.strictObject({ text }), response },
    async handler(request) {
      return toWireAlarm(await alarms.comment(request.params.id, who(request), request.body.text))
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
    handler: async ({ params: { id } }) => (await alarms.eventsOf(id)).map(toWireAlarmEvent),
  })
}
