import { SEVERITIES, type Severity } from '@ioc/shared/alarm'
import type { ChannelKind, WireChannel } from '@ioc/shared/channel'
import type { Role } from '@ioc/shared/wire'

/** A channel while somebody writes it: lists as text, and fields of both kinds. */
export interface ChannelDraft {
  kind: ChannelKind
  name: string
  url: string
  secret: string
  host: string
  port: number
  secure: 'tls' | 'starttls' | 'none'
  user: string
  password: string
  from: string
  to: string
  severities: Severity[]
  kinds: string[]
  areas: string[]
  agencies: string[]
  language: 'vi' | 'en' | 'both'
  /** Minutes; empty: never. */
  repeat: Record<Severity, number | ''>
  steps: DraftStep[]
}

export interface DraftStep {
  afterMin: number
  role: Role
  to: string
  /** Not shown, and kept. */
  severities?: Severity[] | undefined
}

const EMPTY: ChannelDraft = {
  kind: 'email',
  name: '',
  url: '',
  secret: '',
  host: '',
  port: 587,
  secure: 'starttls',
  user: '',
  password: '',
  from: '',
  to: '',
  severities: ['critical', 'high'],
  kinds: [],
  areas: [],
  agencies: [],
  language: 'both',
  repeat: { critical: 10, high: 30, medium: '', low: '' },
  steps: [],
}

/** What a form begins with: a new channel, or what is known of one. Secrets are not known here and begin empty. */
export function draftOf(channel: WireChannel | null): ChannelDraft {
  if (!channel) return structuredClone(EMPTY)
  const { severities, kinds, areas, agencies, language, kind, name, escalation } = channel
  const repeat = Object.fromEntries(SEVERITIES.map((severity) => [severity, channel.repeatMin[severity] ?? '']))
  const steps = escalation.map((step) => ({ ...step, to: step.to.join(', ') }))
  const leadsTo =
    channel.kind === 'webhook'
      ? { url: channel.url }
      : {
          host: channel.host,
          port: channel.port,
          secure: channel.secure,
          user: channel.user,
          from: channel.from,
          to: channel.to.join(', '),
        }
  const all = { kind, name, severities, kinds, areas, agencies, language, repeat, steps, ...leadsTo }
  return structuredClone({ ...EMPTY, ...all } as ChannelDraft)
}

/** What the server is given: the fields of its kind, and a secret only where one was written. */
export function inputOf(draft: ChannelDraft): Record<string, unknown> {
  const { kind, name, severities, kinds, areas, agencies, language } = draft
  const repeatMin = Object.fromEntries(SEVERITIES.map((severity) => [severity, draft.repeat[severity] || null]))
  const escalation = draft.steps.map(({ to, ...step }) => ({ ...step, to: addresses(to) }))
  const common = { kind, name, severities, kinds, areas, agencies, language, repeatMin, escalation }
  if (kind === 'webhook') return { ...common, url: draft.url, ...(draft.secret ? { secret: draft.secret } : {}) }
  const { host, port, secure, user, from, password } = draft
  // Without a user there is no password either, also where one was kept.
  const secret = password || !user ? { password } : {}
  return { ...common, host, port, secure, user, from, to: addresses(draft.to), ...secret }
}

/** One or many, however they are parted. */
function addresses(text: string): string[] {
  return text.split(/[\s,;]+/).filter((address) => address !== '')
}
