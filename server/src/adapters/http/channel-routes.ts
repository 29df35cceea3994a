import { z } from 'zod'
import { SEVERITIES } from '@ioc/shared/alarm'
import { CHANNEL_SECRETS, type Channel, type WireChannel } from '@ioc/shared/channel'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import { ROLES } from '@ioc/shared/wire'
import type { ChannelHealth } from '../../ports/notices.js'
import { who, type Api, type Recorder } from './api.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface ChannelRoutesOptions {
  channels: {
    list(): readonly Channel[]
    require(id: string): Channel
    add(input: { [field: string]: unknown }): Promise<Channel>
    change(id: string, patch: { [field: string]: unknown }): Promise<Channel>
    remove(id: string): Promise<void>
  }
  notices: {
    state(id: string): { health: ChannelHealth; isFailing: boolean; waiting: number }
    test(channel: Channel): Promise<string | null>
  }
  record: Recorder
  now(): EpochMs
}

const tags = ['channels']
const config = { may: 'manage channels' } as const
const params = z.object({ id: z.string() })
const minutes = z.number().int().nullable()
const severities = z.array(z.enum(SEVERITIES))
const channelInput = z.looseObject({ kind: z.enum(['webhook', 'email']), name: z.string() }).meta({
  id: 'NewChannel',
  description:
    'webhook: `url`, `secret` (made where left out, and told once); email: `host`, `port`, `secure` (`tls` `starttls` ' +
    '`none`), `user`, `password`, `from`, `to`. All else as in Channel, and may be left out. Empty lists do not restrict.',
})
const channelPatch = z.looseObject({}).meta({ id: 'ChannelChange', description: 'what of NewChannel shall change' })
/** Of one kind or the other. */
const leadsTo = z
  .object({
    url: z.string(),
    host: z.string(),
    port: z.number(),
    secure: z.enum(['tls', 'starttls', 'none']),
    user: z.string(),
    from: z.string(),
    to: z.array(z.string()),
  })
  .partial()
const wireChannel = leadsTo
  .extend({
    id: z.string(),
    kind: z.enum(['webhook', 'email']),
    name: z.string(),
    enabled: z.boolean(),
    severities,
    kinds: z.array(z.string()).meta({ description: 'of stations; `system` is the IOC itself' }),
    areas: z.array(z.string()),
    agencies: z.array(z.string()),
    language: z.enum(['vi', 'en', 'both']),
    repeatMin: z.object({ critical: minutes, high: minutes, medium: minutes, low: minutes }),
    escalation: z.array(
      z.object({
        afterMin: z.number(),
        role: z.enum(ROLES),
        to: z.array(z.string()),
        severities: severities.optional(),
      }),
    ),
    hasSecret: z.boolean(),
    state: z.object({
      failures: z.number().meta({ description: 'tries in a row that failed' }),
      failing: z.boolean(),
      sentAt: isoTime.nullable(),
      failedAt: isoTime.nullable(),
      error: z.string().nullable(),
      waiting: z.number(),
      givenUp: z.number(),
    }),
  })
  .meta({ id: 'Channel' })

/** The ways in which people are told of alarms outside the room. Secrets come in and never go out again. */
export function channelRoutes(app: Api, { channels, notices, record, now }: ChannelRoutesOptions): void {
  const toWire = (channel: Channel) => toWireChannel(channel, notices.state(channel.id))

  app.route({
    method: 'GET',
    url: '/api/v1/channels',
    config,
    schema: {
      tags,
      summary: 'Every channel and how it fares',
      response: { 200: z.array(wireChannel), default: problemSchema },
    },
    handler: async () => channels.list().map(toWire),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/channels',
    config,
    schema: {
      tags,
      summary: 'Add a channel; it is told at once of what stands',
      body: channelInput,
      response: { 201: wireChannel, default: problemSchema },
    },
    async handler(request, reply) {
      const added = await channels.add(request.body)
      await record({ who: who(request), action: 'channel.add', subject: added.id, detail: added.name })
      const made = added.kind === 'webhook' && !request.body['secret'] ? { secret: added.secret } : {}
      return reply.code(201).send({ ...toWire(added), ...made })
    },
  })

  app.route({
    method: 'PATCH',
    url: '/api/v1/channels/:id',
    config,
    schema: {
      tags,
      summary: 'Change a channel; another mail server needs its password again',
      params,
      body: channelPatch,
      response: { 200: wireChannel, default: problemSchema },
    },
    async handler(request) {
      const { id } = channels.require(request.params.id)
      const changed = await channels.change(id, request.body)
      const detail = `${changed.name}: ${Object.keys(request.body).join(', ')}`
      await record({ who: who(request), action: 'channel.change', subject: id, detail })
      return toWire(changed)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/channels/:id',
    config,
    schema: {
      tags,
      summary: 'Remove a channel and what waits for it',
      params,
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const { id, name } = channels.require(request.params.id)
      await channels.remove(id)
      await record({ who: who(request), action: 'channel.remove', subject: id, detail: name })
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/channels/:id/test',
    config,
    schema: {
      tags,
      summary: 'Send a test now and wait for what becomes of it; one that arrives ends a failure',
      params,
      response: {
        200: z.object({ ok: z.boolean(), ms: z.number(), error: z.string().nullable() }),
        default: problemSchema,
      },
    },
    async handler(request) {
      const channel = channels.require(request.params.id)
      const start = now()
      const error = await notices.test(channel)
      await record({ who: who(request), action: 'channel.test', subject: channel.id, detail: error ?? 'arrived' })
      return { ok: error === null, ms: now() - start, error }
    },
  })
}

function toWireChannel(
  channel: Channel,
  { health, isFailing, waiting }: ReturnType<ChannelRoutesOptions['notices']['state']>,
) {
  const { failures, sentAt, failedAt, error, givenUp } = health
  const open = Object.entries(channel).filter(([field]) => !(CHANNEL_SECRETS as readonly string[]).includes(field))
  return {
    ...(Object.fromEntries(open) as unknown as Omit<WireChannel, 'hasSecret' | 'state'>),
    hasSecret: channel.kind === 'webhook' || channel.password !== '',
    state: {
      failures,
      failing: isFailing,
      sentAt: timeOf(sentAt),
      failedAt: timeOf(failedAt),
      error,
      waiting,
      givenUp,
    },
  } as WireChannel
}

function timeOf(at: EpochMs | null): string | null {
  return at === null ? null : formatTime(at)
}
