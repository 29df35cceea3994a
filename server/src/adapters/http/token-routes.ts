import { z } from 'zod'
import type { WireToken } from '@ioc/shared/admin'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import { ROLES } from '@ioc/shared/wire'
import { coded } from '../../errors.js'
import type { AccessToken, NewToken } from '../../ports/access.js'
import { who, type Api, type Recorder } from './api.js'
import { timeParam } from './query.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface TokenRoutesOptions {
  tokens: {
    issue(token: NewToken): Promise<{ secret: string; token: AccessToken }>
    list(kind: 'token'): AccessToken[]
    revoke(id: string): Promise<boolean>
  }
  record: Recorder
  now(): EpochMs
}

const tags = ['people and programs']
const config = { may: 'manage tokens' } as const
const wireToken = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  createdAt: isoTime,
  expiresAt: isoTime,
}) satisfies z.ZodType<WireToken>

/** The programs that may call. */
export function tokenRoutes(app: Api, { tokens, record, now }: TokenRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/tokens',
    config,
    schema: {
      tags,
      summary: 'The tokens that hold',
      response: { 200: z.array(wireToken), default: problemSchema },
    },
    handler: async () => tokens.list('token').map(toWire),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/tokens',
    config,
    schema: {
      tags,
      summary: 'A new token, told once',
      body: z.strictObject({
        name: z.string().trim().min(1).max(64),
        role: z.enum(ROLES),
        expiresAt: timeParam,
      }),
      response: { 201: wireToken.extend({ token: z.string() }), default: problemSchema },
    },
    async handler(request, reply) {
      const { name, role, expiresAt } = request.body
      if (expiresAt <= now()) {
        const faults = [{ at: 'body.expiresAt', message: 'must be in the future' }]
        throw coded('request.bad', 'the token would have expired already', { faults })
      }
      const { secret, token } = await tokens.issue({ kind: 'token', name, role, expiresAt })
      const detail = `${name}, ${role}, until ${formatTime(expiresAt)}`
      await record({ who: who(request), action: 'token.issue', subject: token.id, detail })
      return reply.code(201).send({ ...toWire(token), token: secret })
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/tokens/:id',
    config,
    schema: {
      tags,
      summary: 'End a token',
      params: z.object({ id: z.string() }),
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const token = tokens.list('token').find(({ id }) => id === request.params.id)
      if (!token) throw coded('not-found', `there is no token "${request.params.id}"`)
      await tokens.revoke(token.id)
      await record({ who: who(request), action: 'token.revoke', subject: token.id, detail: token.name })
      return reply.code(204).send(null)
    },
  })
}

function toWire({ id, name, role, createdAt, expiresAt }: AccessToken): WireToken {
  return { id, name, role, createdAt: formatTime(createdAt), expiresAt: formatTime(expiresAt) }
}
