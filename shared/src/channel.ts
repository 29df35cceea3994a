import { z } from 'zod'
import { SEVERITIES, type Severity } from './alarm.js'
import { ROLES, type IsoTime } from './wire.js'

/** Why somebody is told of an alarm. */
export const WHYS = ['first', 'worse', 'repeat', 'cleared', 'escalated'] as const
export type Why = (typeof WHYS)[number]

/** The kind under which a channel takes what is wrong with the IOC itself. */
export const SYSTEM_KIND = 'system'

const minutes = z.number().int().min(1).max(1_440)
const names = z.array(z.string().min(1).max(200)).max(200).default([])
const addresses = z.array(z.email().max(254)).max(50)

const stepSchema = z.strictObject({
  /** How long after the first notice, if nobody has acknowledged the alarm. */
  afterMin: minutes,
  /** Who is asked now. */
  role: z.enum(ROLES),
  /** Their e-mail addresses; a webhook is called again and told the role. */
  to: addresses.default([]),
  /** Left out: every severity of the channel. */
  severities: z.array(z.enum(SEVERITIES)).min(1).optional(),
})

const common = {
  name: z.string().trim().min(1).max(100),
  enabled: z.boolean().default(true),
  severities: z.array(z.enum(SEVERITIES)).min(1).default(['critical', 'high']),
  /** Of stations, and `system`; empty: all. */
  kinds: names,
  /** Communes, or the province; empty: all. */
  areas: names,
  /** Who has to act; empty: all. */
  agencies: names,
  language: z.enum(['vi', 'en', 'both']).default('both'),
  /** An alarm that nobody acknowledges is told again so often; null: never. */
  repeatMin: z
    .strictObject({
      critical: minutes.nullable().default(10),
      high: minutes.nullable().default(30),
      medium: minutes.nullable().default(null),
      low: minutes.nullable().default(null),
    })
    .prefault({}),
  /** Who is told next where nobody acknowledges, in order. */
  escalation: z.array(stepSchema).max(5).default([]),
}

const webhookSchema = z.strictObject({
  ...common,
  kind: z.literal('webhook'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .refine((url) => !URL.canParse(url) || new URL(url).username + new URL(url).password === '', 'has a user in it'),
  /** What the signature is made with. */
  secret: z.string().min(16).max(256),
})

const emailSchema = z.strictObject({
  ...common,
  kind: z.literal('email'),
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65_535),
  /** TLS from the start; STARTTLS, and nothing is sent without it; or none. */
  secure: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: z.string().max(254).default(''),
  password: z.string().max(1_024).default(''),
  from: z.email().max(254),
  to: addresses.min(1),
})

/** A way in which people, or another system, are told of alarms. */
export const channelSchema = z
  .discriminatedUnion('kind', [webhookSchema, emailSchema])
  .superRefine((channel, context) => {
    const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    for (const [index, step] of channel.escalation.entries()) {
      const before = channel.escalation[index - 1]
      if (before && before.afterMin >= step.afterMin)
        fault(['escalation', index, 'afterMin'], 'must be later than before')
      if (channel.kind === 'email' && step.to.length === 0) fault(['escalation', index, 'to'], 'must name somebody')
    }
    if (channel.kind === 'email' && Boolean(channel.user) !== Boolean(channel.password)) {
      fault(['password'], 'user and password go together')
    }
  })

/** As people give it; what has a default may be left out. */
export type ChannelInput = z.input<typeof channelSchema>
export type ChannelSettings = z.output<typeof channelSchema>
export type Channel = ChannelSettings & { id: string }
export type ChannelKind = Channel['kind']

/** The fields of a channel that never leave the server. */
export const CHANNEL_SECRETS = ['secret', 'password'] as const

type WithoutSecrets<C> = C extends unknown ? Omit<C, (typeof CHANNEL_SECRETS)[number]> : never

/** A channel as its people see it, and how it has fared. */
export type WireChannel = WithoutSecrets<Channel> & {
  /** Whether it has a secret or a password. */
  hasSecret: boolean
  state: WireChannelState
}

export interface WireChannelState {
  /** Tries in a row that failed. */
  failures: number
  /** So many that it is an alarm. */
  failing: boolean
  sentAt: IsoTime | null
  /** The last failure, also where a later try went well. */
  failedAt: IsoTime | null
  error: string | null
  /** Notices that wait for another try. */
  waiting: number
  /** Notices that were given up after a day; what still stood was told in a newer one. */
  givenUp: number
}

export interface WireChannelTest {
  ok: boolean
  ms: number
  error: string | null
}

/** How many of each severity. */
export type SeverityCounts = Record<Severity, number>
