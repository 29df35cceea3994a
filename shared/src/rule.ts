import { z } from 'zod'
import { SEVERITIES } from './alarm.js'
import { PROPERTY_KEY } from './ids.js'

/** A fixed number, or the name of a station attribute (with a fixed distance from it). */
const limit = z.union([
  z.number(),
  z.strictObject({ attribute: z.string().min(1), offset: z.number().optional(), factor: z.number().optional() }),
])
export type Limit = z.infer<typeof limit>

const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  version: z.number().int().min(1),
  name: z.strictObject({ vi: z.string().min(1), en: z.string().min(1) }),
  severity: z.enum(SEVERITIES),
  /** Which stations it watches; a part left out does not restrict. */
  stations: z
    .strictObject({
      kinds: z.array(z.string()).optional(),
      areas: z.array(z.string()).optional(),
      ids: z.array(z.string()).optional(),
    })
    .optional(),
  /** `{station}` `{value}` `{limit}` `{unit}` `{minutes}` are filled in. */
  message: z.strictObject({ vi: z.string().min(1), en: z.string().min(1) }),
  advice: z.strictObject({ vi: z.string(), en: z.string() }).optional(),
  /** The text the limit comes from. */
  source: z.string().optional(),
  enabled: z.boolean().optional(),
  /** After its condition has ended someone must reset the alarm. */
  latch: z.boolean().optional(),
  /** Rules whose alarm at the same station, at its gateway, upstream of it or at a group it is in explains this one. */
  inhibitedBy: z.array(z.string().min(1)).optional(),
  /** Who has to act; left out: the agency of the station. */
  agency: z.string().min(1).max(200).optional(),
}

export const thresholdRuleSchema = z.strictObject({
  ...common,
  kind: z.literal('threshold'),
  /** A property key or an index key. */
  property: z.string().regex(PROPERTY_KEY),
  when: z.enum(['above', 'below']),
  /** Reached or passed for `holdS`: raised. */
  raise: limit,
  /** Back behind it for `restS`: cleared. */
  clear: limit,
  holdS: z.number().min(0).max(86_400),
  restS: z.number().min(0).max(86_400),
})

export const silenceRuleSchema = z.strictObject({
  ...common,
  kind: z.literal('silence'),
  /** Raised after nothing was received for this many report intervals of the station … */
  intervals: z.number().min(1).max(1_000),
  /** … and for at least so long. */
  minS: z.number().min(0).max(86_400),
})

export const ruleSchema = z.discriminatedUnion('kind', [thresholdRuleSchema, silenceRuleSchema])

export type ThresholdRule = z.infer<typeof thresholdRuleSchema>
export type SilenceRule = z.infer<typeof silenceRuleSchema>
export type Rule = z.infer<typeof ruleSchema>
