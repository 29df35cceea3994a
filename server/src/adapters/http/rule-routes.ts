import { z } from 'zod'
import { SEVERITIES } from '@ioc/shared/alarm'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import type { RuleFault } from '@ioc/shared/rule-faults'
import type { Trial } from '@ioc/shared/rule-trial'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { RuleVersion } from '../../ports/registry.js'
import { who, type Api, type Recorder } from './api.js'
import { timeParam } from './query.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface RuleRoutesOptions {
  rules: {
    list(): Rule[]
    require(id: string): Rule
    versions(id: string): Promise<RuleVersion[]>
    put(rule: Rule, by: string): Promise<Rule>
    remove(id: string, version: number | undefined, by: string): Promise<void>
    replace(rules: readonly Rule[], by: string): Promise<Rule[]>
    check(rule: Rule): void
    warnings(rule: Rule): RuleFault[]
  }
  /** What a rule would have raised; ends early where the signal says that nobody waits any more. */
  tryRule(rule: Rule, range: { from: EpochMs; to: EpochMs }, signal: AbortSignal): Promise<Trial>
  record: Recorder
}

const tags = ['alarms']
const config = { may: 'change rules' } as const
const params = z.object({ id: z.string() })
const warnings = z.array(z.object({ at: z.string(), code: z.string(), about: z.string(), message: z.string() }))
const changed = z.object({ rule: ruleSchema, warnings })
const summary = z.object({
  alarms: z.number(),
  stations: z.number(),
  perDay: z.number(),
  days: z.array(z.number()).meta({ description: 'raised on each local day of the range' }),
  chattering: z.array(z.string()).meta({ description: 'stations that raised it three times within ten minutes' }),
  medianDurationS: z.number().nullable(),
})
const trial = z.object({
  now: summary.nullable().meta({ description: 'the rule of this id as it is' }),
  // oxlint-disable-next-line unicorn/no-thenable -- the word of the API; it is no function
  then: summary.meta({ description: 'the rule that is tried' }),
  alarms: z.array(
    z.object({
      station: z.string(),
      raisedAt: isoTime,
      clearedAt: isoTime.nullable(),
      worst: z.enum(SEVERITIES),
      value: z.number().nullable(),
    }),
  ),
  perDay: z.number(),
  chattering: z.boolean(),
  medianDurationS: z.number().nullable(),
  forecastsFrom: isoTime.nullable().meta({ description: 'first forecast on record that it was played to' }),
  suggestion: z.object({ change: z.record(z.string(), z.number()), summary }).nullable(),
  warnings,
})

/** What raises alarms: the rules, their history, and what one would have done. */
export function ruleRoutes(app: Api, { rules, tryRule, record }: RuleRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/rules',
    schema: {
      tags,
      summary: 'The rules: what they watch, their limits, and the texts these come from',
      response: { 200: z.array(ruleSchema), default: problemSchema },
    },
    handler: async () => rules.list(),
  })

  app.route({
    method: 'PUT',
    url: '/api/v1/rules',
    config,
    schema: {
      tags,
      summary: 'Replace all rules; each that is known names the version it was made from',
      body: z.array(ruleSchema),
      response: { 200: z.array(ruleSchema), default: problemSchema },
    },
    async handler(request) {
      const now = await rules.replace(request.body, who(request))
      await record({ who: who(request), action: 'rule.replace', subject: '*', detail: `${now.length} rules` })
      return now
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/rules/:id',
    schema: { tags, summary: 'One rule', params, response: { 200: ruleSchema, default: problemSchema } },
    handler: async (request) => rules.require(request.params.id),
  })

  app.route({
    method: 'PUT',
    url: '/api/v1/rules/:id',
    config,
    schema: {
      tags,
      summary: 'Add a rule, or change it: `version` is the one the change was made from',
      params,
      body: ruleSchema,
      response: { 200: changed, default: problemSchema },
    },
    async handler(request) {
      const { id } = request.params
      const rule = await rules.put({ ...request.body, id }, who(request))
      await record({ who: who(request), action: 'rule.change', subject: id, detail: `version ${rule.version}` })
      return { rule, warnings: rules.warnings(rule) }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/rules/:id',
    config,
    schema: {
      tags,
      summary: 'Remove a rule; its alarms end. Its history stays',
      params,
      querystring: z.object({ version: z.coerce.number().int().optional() }),
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const { id } = request.params
      await rules.remove(id, request.query.version, who(request))
      await record({ who: who(request), action: 'rule.remove', subject: id, detail: '' })
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/rules/:id/versions',
    schema: {
      tags,
      summary: 'Who made what of a rule, oldest first; `at` is null for the one the province came with',
      params,
      response: {
        200: z.array(
          z.object({ version: z.number(), at: isoTime.nullable(), by: z.string(), rule: ruleSchema.nullable() }),
        ),
        default: problemSchema,
      },
    },
    async handler(request) {
      const versions = await rules.versions(request.params.id)
      return versions.map(({ version, at, by, rule }) => ({ version, at: at === 0 ? null : formatTime(at), by, rule }))
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/rules/try',
    config,
    schema: {
      tags,
      summary: 'What a rule would have raised over a range of 92 days at most, beside the rule of its id as it is now',
      body: z.strictObject({ rule: ruleSchema, from: timeParam, to: timeParam }),
      response: { 200: trial, default: problemSchema },
    },
    async handler(request, reply) {
      const { rule, from, to } = request.body
      rules.check(rule)
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      return toWire(await tryRule(rule, { from, to }, gone.signal), rules.warnings(rule))
    },
  })
}

function toWire(played: Trial, found: RuleFault[]): z.infer<typeof trial> {
  const { before, after, alarms, suggestion, forecastsFrom } = played
  const { perDay, medianDurationS } = after
  const times = alarms.map(({ raisedAt, clearedAt, ...rest }) => {
    return { ...rest, raisedAt: formatTime(raisedAt), clearedAt: clearedAt === null ? null : formatTime(clearedAt) }
  })
  return {
    now: before,
    // oxlint-disable-next-line unicorn/no-thenable -- as above
    then: after,
    alarms: times,
    perDay,
    chattering: after.chattering.length > 0,
    medianDurationS,
    forecastsFrom: forecastsFrom === null ? null : formatTime(forecastsFrom),
    suggestion: suggestion && { change: { ...suggestion.change }, summary: suggestion.summary },
    warnings: found,
  }
}
