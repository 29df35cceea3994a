import { z } from 'zod'
import { SEVERITIES, type Severity } from './alarm.js'
import { PROPERTY_KEY } from './ids.js'
import { DAY, HOUR, MINUTE } from './time.js'

/** A fixed number, or the name of a station attribute (with a fixed distance from it). */
const limit = z.union([
  z.number(),
  z.strictObject({ attribute: z.string().min(1), offset: z.number().optional(), factor: z.number().optional() }),
])
export type Limit = z.infer<typeof limit>

const RULE_ID = /^[a-z0-9][a-z0-9-]{0,63}$/
const words = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })
const ruleId = z.string().regex(RULE_ID)
const severity = z.enum(SEVERITIES)
const seconds = z.number().min(0).max(86_400)
const clock = z.string().regex(/^([01]\d:[0-5]\d|2[0-3]:[0-5]\d|24:00)$/, 'must be a time of day, "06:00" to "24:00"')

/** Local time of Vietnam; outside of it the rule sleeps and its conditions are not true. */
const during = z.strictObject({
  /** From … to (exclusive); `["22:00", "05:00"]` runs over midnight. */
  hours: z
    .array(z.tuple([clock, clock]))
    .min(1)
    .optional(),
  /** 1 is Monday, 7 is Sunday; hours over midnight belong to the day in which they began. */
  days: z.array(z.number().int().min(1).max(7)).min(1).optional(),
})
export type During = z.infer<typeof during>

const common = {
  id: ruleId,
  /** Grows by one with each change; a change names the version it was made from. */
  version: z.number().int().min(1),
  name: words,
  /** Which stations it watches; a part left out does not restrict. */
  stations: z
    .strictObject({
      kinds: z.array(z.string()).optional(),
      areas: z.array(z.string()).optional(),
      ids: z.array(z.string()).optional(),
    })
    .optional(),
  /** `{station}` `{value}` `{limit}` `{unit}` `{minutes}`, and `{step}` `{count}` `{total}` `{place}` `{time}` `{chance}` `{property}` `{why}`, are filled in. */
  message: words,
  advice: z.strictObject({ vi: z.string(), en: z.string() }).optional(),
  /** Who has to act; left out: the agency of the station. */
  agency: z.string().min(1).max(200).optional(),
  /** The text the limit comes from. */
  source: z.string().optional(),
  /** Nobody has compared its limits with their source, or they have none: set them for your province. */
  unverified: z.boolean().optional(),
  enabled: z.boolean().optional(),
  during: during.optional(),
  /** It raises nothing itself; other rules are made of it. */
  quiet: z.boolean().optional(),
  /** After its condition has ended someone must reset the alarm. */
  latch: z.boolean().optional(),
  /** Rules whose alarm at the same station, at its gateway, at what feeds it or at a group it is in explains this one. */
  inhibitedBy: z.array(ruleId).optional(),
}

/** True for `holdS`: raised; not true any more for `restS`: cleared. */
const durations = { holdS: seconds, restS: seconds }

/** A property key or an index key. */
const property = z.string().regex(PROPERTY_KEY)

export const OVER = ['10m', '1h', '8h', '24h'] as const
/** How long a rule looks back. */
export type Over = (typeof OVER)[number]
export const OVER_MS: Readonly<Record<Over, number>> = {
  '10m': 10 * MINUTE,
  '1h': HOUR,
  '8h': 8 * HOUR,
  '24h': DAY,
}

const limited = {
  property,
  /** What the limits are held against: the mean (of rain and the like: the sum) of so long; left out: each value. */
  over: z.enum(OVER).optional(),
  /** Of a sum: one report of more than this an hour counts only if the one before it or another station is alike. */
  unlikelyPerHour: z.number().positive().optional(),
  when: z.enum(['above', 'below']),
  /** How far back behind a limit the value must be to count as normal, in the unit of the property. */
  deadband: z.number().min(0).optional(),
  ...durations,
}

export const thresholdRuleSchema = z.strictObject({
  ...common,
  ...limited,
  kind: z.literal('threshold'),
  severity,
  /** Reached or passed for `holdS`: raised. */
  raise: limit,
  /** Back behind it for `restS`: cleared. Or said as `deadband`; with neither, `raise` itself. */
  clear: limit.optional(),
})

/** From the mildest to the worst. */
const bandSteps = z
  .array(z.strictObject({ from: limit, severity, name: words, message: words.optional() }))
  .min(1)
  .max(8)

/** Several limits on one scale: one alarm a station, whose severity follows the highest that is passed. */
export const bandRuleSchema = z.strictObject({
  ...common,
  ...limited,
  kind: z.literal('band'),
  steps: bandSteps,
})

/** What is expected: limits as of a band that a value is forecast to pass. An early warning, never what is. */
export const forecastRuleSchema = z.strictObject({
  ...common,
  ...durations,
  kind: z.literal('forecast'),
  property,
  when: z.enum(['above', 'below']),
  /** How far ahead it looks. */
  horizonS: z.number().min(600).max(86_400),
  /** How probable it must be that a limit is passed within that time. */
  probability: z.number().min(0.05).max(0.95),
  /** How far back behind a limit what is expected must be to count as normal. */
  deadband: z.number().min(0).optional(),
  steps: bandSteps,
})

/** How far a value moved within a time. */
export const rateRuleSchema = z.strictObject({
  ...common,
  ...durations,
  kind: z.literal('rate'),
  severity,
  property,
  when: z.enum(['rising', 'falling']),
  /** So much from the lowest (highest) of the last `withinS` seconds. */
  by: limit,
  withinS: z.number().min(60).max(86_400),
  deadband: z.number().min(0).optional(),
})

export const silenceRuleSchema = z.strictObject({
  ...common,
  kind: z.literal('silence'),
  severity,
  /** Raised after nothing was received for this many report intervals of the station … */
  intervals: z.number().min(1).max(1_000),
  /** … and for at least so long. */
  minS: z.number().min(0).max(86_400),
})

/** A sensor that goes on reporting one value while the same property varies at other stations of the rule. */
export const stuckRuleSchema = z.strictObject({
  ...common,
  kind: z.literal('stuck'),
  severity,
  property,
  forS: z.number().min(60).max(86_400),
  /** A change of no more than this is none. */
  tolerance: z.number().min(0).optional(),
  /** Values that may stand for long, as no rain does. */
  except: z.array(z.number()).optional(),
  restS: seconds,
})

/** Values outside the plausible range of their property, which raise nothing else. */
export const rangeRuleSchema = z.strictObject({
  ...common,
  kind: z.literal('range'),
  severity,
  /** Left out: every property. */
  property: property.optional(),
  /** So many in a row. */
  times: z.number().int().min(1).max(1_000),
  restS: seconds,
})

/** A datastream that does something that does not fit its own past. */
export const anomalyRuleSchema = z.strictObject({
  ...common,
  kind: z.literal('anomaly'),
  severity,
  /** Left out: every property. */
  property: property.optional(),
  /** `fault`: its neighbours go on as usual; `event`: they deviate too; `any`: those, and where nobody can tell. */
  cause: z.enum(['fault', 'event', 'any']),
  restS: seconds,
})

/** Another rule that stands at many stations at once: one alarm for all of them. */
export const countRuleSchema = z.strictObject({
  ...common,
  ...durations,
  kind: z.literal('count'),
  severity,
  of: ruleId,
  per: z.enum(['province', 'area', 'gateway']),
  /** At this many stations … */
  atLeast: z.number().int().min(1),
  /** … and at this share, 0 to 1, of those that rule watches there. */
  share: z.number().min(0).max(1).optional(),
})

/** A rule at the same station or, where one is named, at that one. */
const reference = z.strictObject({ rule: ruleId, station: z.string().optional() })
export type Reference = z.infer<typeof reference>

/** Other rules: all of `all` stand, one of `any`, and none of `none`. It may name other combined rules. */
export const combinedRuleSchema = z.strictObject({
  ...common,
  ...durations,
  kind: z.literal('combined'),
  severity,
  all: z.array(reference).min(1).optional(),
  any: z.array(reference).min(1).optional(),
  none: z.array(reference).min(1).optional(),
})

export const ruleSchema = z.discriminatedUnion('kind', [
  thresholdRuleSchema,
  bandRuleSchema,
  forecastRuleSchema,
  rateRuleSchema,
  silenceRuleSchema,
  stuckRuleSchema,
  rangeRuleSchema,
  anomalyRuleSchema,
  countRuleSchema,
  combinedRuleSchema,
])

export type ThresholdRule = z.infer<typeof thresholdRuleSchema>
export type BandRule = z.infer<typeof bandRuleSchema>
export type ForecastRule = z.infer<typeof forecastRuleSchema>
export type RateRule = z.infer<typeof rateRuleSchema>
export type SilenceRule = z.infer<typeof silenceRuleSchema>
export type StuckRule = z.infer<typeof stuckRuleSchema>
export type RangeRule = z.infer<typeof rangeRuleSchema>
export type AnomalyRule = z.infer<typeof anomalyRuleSchema>
export type CountRule = z.infer<typeof countRuleSchema>
export type CombinedRule = z.infer<typeof combinedRuleSchema>
export type Rule = z.infer<typeof ruleSchema>

/** Rules on the values of a datastream. */
export type ValueRule = ThresholdRule | BandRule | ForecastRule | RateRule | StuckRule | RangeRule | AnomalyRule
/** Rules on other rules. */
export type DerivedRule = CountRule | CombinedRule

export function isDerivedRule(rule: Rule): rule is DerivedRule {
  return rule.kind === 'count' || rule.kind === 'combined'
}

/** The severity its alarms have, or can have at worst. */
export function severityOf(rule: Rule): Severity {
  if (!('steps' in rule)) return rule.severity
  return SEVERITIES.find((severity) => rule.steps.some((step) => step.severity === severity))!
}

/** Whether a rule is about this station by name, alone or among others. */
export function namesStation(rule: Rule, id: string): boolean {
  return rule.stations?.ids?.includes(id) === true || madeOf(rule).some(({ station }) => station === id)
}

/** The rules that a rule is made of. */
export function madeOf(rule: Rule): Reference[] {
  if (rule.kind === 'count') return [{ rule: rule.of }]
  if (rule.kind === 'combined') return [...(rule.all ?? []), ...(rule.any ?? []), ...(rule.none ?? [])]
  return []
}
