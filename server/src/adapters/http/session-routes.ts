import { z } from 'zod'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { WireSession } from '@ioc/shared/wire'
import { coded } from '../../errors.js'
import type { Caller } from '../../ports/access.js'
import { callerOf, who, type Api, type Recorder } from './api.js'
import { credentialOf, sessionCookie } from './credentials.js'
import { passwordSchema, problemSchema, sessionSchema } from './wire-schemas.js'
import { plainAddress } from '../plain-address.js'

interface SessionRoutesOptions {
  signIn(attempt: { name: string; password: string; address: string }): Promise<{ secret: string; token: Caller }>
  changePassword(change: { caller: Caller; old: string; new: string; address: string }): Promise<void>
  revoke(id: string): Promise<boolean>
  record: Recorder
  now(): EpochMs
  https: boolean
}

const tags = ['sign-in']

/** Signing in and out. */
export function sessionRoutes(app: Api, options: SessionRoutesOptions): void {
  const { signIn, changePassword, revoke, record, now, https } = options

  app.route({
    method: 'POST',
    url: '/api/v1/session',
    config: { open: true },
    schema: {
      tags,
      security: [],
      summary: 'Sign in; sets the session cookie',
      body: z.strictObject({ username: z.string().min(1).max(64), password: z.string().min(1).max(1_024) }),
      response: { 200: sessionSchema, default: problemSchema },
    },
    async handler({ body, ip }, reply) {
      const { secret, token } = await signIn({
        name: body.username,
        password: body.password,
        address: plainAddress(ip),
      })
      const maxAgeS = Math.round((token.expiresAt - now()) / 1_000)
      reply.header('set-cookie', sessionCookie(secret, maxAgeS, https))
      return toWire(token)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/session/token',
    schema: {
      tags,
      summary: 'A browser that nobody sits at, a wall, changes its token of role viewer for the session cookie',
      description: 'The cookie holds as long as the token: revoke the token, and the wall is out at once.',
      response: { 200: sessionSchema, default: problemSchema },
    },
    async handler(request, reply) {
      const token = callerOf(request)
      const credential = credentialOf(request.headers)
      // What may change something must not lie in the browser of a wall that everybody passes.
      if (token.kind !== 'token' || token.role !== 'viewer' || !credential) {
        throw coded('auth.forbidden', 'a wall takes a token of role viewer alone')
      }
      await record({
        who: who(request),
        action: 'session.open',
        subject: token.id,
        detail: plainAddress(request.ip),
      })
      const maxAgeS = Math.round((token.expiresAt - now()) / 1_000)
      reply.header('set-cookie', sessionCookie(credential.secret, maxAgeS, https))
      return toWire(token)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/session',
    schema: { tags, summary: 'Who is signed in', response: { 200: sessionSchema, default: problemSchema } },
    handler: async (request) => toWire(callerOf(request)),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/session/password',
    schema: {
      tags,
      summary: "Change one's own password; ends one's other sessions",
      body: z.strictObject({ old: z.string().min(1).max(1_024), new: passwordSchema }),
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      await changePassword({ ...request.body, caller: callerOf(request), address: plainAddress(request.ip) })
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/session',
    schema: { tags, summary: 'Sign out; a token stays', response: { 204: z.null(), default: problemSchema } },
    async handler(request, reply) {
      const { id, kind } = callerOf(request)
      if (kind === 'session') {
        await revoke(id)
        await record({ who: who(request), action: 'session.close', subject: who(request), detail: '' })
      }
      return reply
        .header('set-cookie', sessionCookie('', 0, https))
        .code(204)
        .send(null)
    },
  })
}

function toWire({ name, role, expiresAt }: Caller): WireSession {
  return { user: { name, role }, expiresAt: formatTime(expiresAt) }
}
