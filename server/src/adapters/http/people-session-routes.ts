import { z } from 'zod'
import { formatTime } from '@ioc/shared/time'
import { ROLES } from '@ioc/shared/wire'
import { coded } from '../../errors.js'
import type { AccessToken } from '../../ports/access.js'
import { callerOf, who, type Api, type Recorder } from './api.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface PeopleSessionRoutesOptions {
  tokens: { list(kind: 'session'): AccessToken[]; revoke(id: string): Promise<boolean> }
  record: Recorder
}

const tags = ['people and programs']
const config = { may: 'manage people' } as const

/** Where people are signed in. */
export function peopleSessionRoutes(app: Api, { tokens, record }: PeopleSessionRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/sessions',
    config,
    schema: {
      tags,
      summary: 'Where people are signed in',
      response: {
        200: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            role: z.enum(ROLES),
            createdAt: isoTime,
            expiresAt: isoTime,
            current: z.boolean().meta({ description: 'the one that asks' }),
          }),
        ),
        default: problemSchema,
      },
    },
    async handler(request) {
      const own = callerOf(request).id
      return tokens.list('session').map(({ id, name, role, createdAt, expiresAt }) => ({
        id,
        name,
        role,
        current: id === own,
        createdAt: formatTime(createdAt),
        expiresAt: formatTime(expiresAt),
      }))
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/sessions/:id',
    config,
    schema: {
      tags,
      summary: 'End a session of somebody',
      params: z.object({ id: z.string() }),
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const session = tokens.list('session').find(({ id }) => id === request.params.id)
      if (!session) throw coded('not-found', `there is no session "${request.params.id}"`)
      await tokens.revoke(session.id)
      await record({ who: who(request), action: 'session.end', subject: session.name, detail: '' })
      return reply.code(204).send(null)
    },
  })
}
