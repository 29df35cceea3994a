import { z } from 'zod'
import type { WireAuditEntry } from '@ioc/shared/admin'
import { formatTime } from '@ioc/shared/time'
import { ROLES, type Role } from '@ioc/shared/wire'
import { coded } from '../../errors.js'
import type { AuditEntry, Person } from '../../ports/access.js'
import { who, type Api, type Recorder } from './api.js'
import { limitParam } from './query.js'
import { isoTime, passwordSchema, problemSchema } from './wire-schemas.js'

interface PeopleRoutesOptions {
  people: {
    list(): Person[]
    add(person: { name: string; role: Role; password: string }): Promise<Person>
    change(name: string, change: { role?: Role | undefined; password?: string | undefined }): Promise<Person | null>
    remove(name: string): Promise<boolean>
  }
  auditTrail(limit: number): Promise<AuditEntry[]>
  record: Recorder
}

const tags = ['people and programs']
const wirePerson = z.object({ name: z.string(), role: z.enum(ROLES), createdAt: isoTime })

const auditSchema: z.ZodType<WireAuditEntry> = z.object({
  at: isoTime,
  who: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.string(),
})

/** Who may sign in, and who did what. */
export function peopleRoutes(app: Api, { people, auditTrail, record }: PeopleRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/people',
    config: { may: 'manage people' },
    schema: {
      tags,
      summary: 'The people who may sign in',
      response: { 200: z.array(wirePerson), default: problemSchema },
    },
    handler: async () => people.list().map(toWire),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/people',
    config: { may: 'manage people' },
    schema: {
      tags,
      summary: 'Let a person in',
      body: z.strictObject({
        name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/),
        role: z.enum(ROLES),
        password: passwordSchema,
      }),
      response: { 201: wirePerson, default: problemSchema },
    },
    async handler(request, reply) {
      const person = await people.add(request.body)
      await record({ who: who(request), action: 'person.add', subject: person.name, detail: person.role })
      return reply.code(201).send(toWire(person))
    },
  })

  app.route({
    method: 'PATCH',
    url: '/api/v1/people/:name',
    config: { may: 'manage people' },
    schema: {
      tags,
      summary: 'Give a person another role or password; ends their sessions',
      params: z.object({ name: z.string() }),
      body: z.strictObject({ role: z.enum(ROLES).optional(), password: passwordSchema.optional() }),
      response: { 200: wirePerson, default: problemSchema },
    },
    async handler(request) {
      const { name } = request.params
      const { role, password } = request.body
      const person = await people.change(name, { role, password })
      if (!person) throw coded('not-found', `there is nobody called "${name}"`)
      const detail = [role ?? [], password === undefined ? [] : 'password'].flat().join(', ')
      await record({ who: who(request), action: 'person.change', subject: name, detail })
      return toWire(person)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/people/:name',
    config: { may: 'manage people' },
    schema: {
      tags,
      summary: 'Let a person in no longer; ends their sessions',
      params: z.object({ name: z.string() }),
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const { name } = request.params
      if (!(await people.remove(name))) throw coded('not-found', `there is nobody called "${name}"`)
      await record({ who: who(request), action: 'person.remove', subject: name, detail: '' })
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/audit',
    config: { may: 'read audit' },
    schema: {
      tags,
      summary: 'Who changed what and who signed in, newest first',
      querystring: z.object({ limit: limitParam(10_000, 200) }),
      response: {
        200: z.array(auditSchema),
        default: problemSchema,
      },
    },
    async handler({ query }) {
      return (await auditTrail(query.limit)).map((entry) => ({ ...entry, at: formatTime(entry.at) }))
    },
  })
}

function toWire({ name, role, createdAt }: Person): z.infer<typeof wirePerson> {
  return { name, role, createdAt: formatTime(createdAt) }
}
