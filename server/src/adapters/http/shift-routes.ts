import { z } from 'zod'
import { ALARM_STATES, SEVERITIES } from '@ioc/shared/alarm'
import type { Handover, ShiftNote, Standing, WireHandover, WireHandoverWhole, WireShiftNote } from '@ioc/shared/shift'
import { DAY, formatTime, type EpochMs } from '@ioc/shared/time'
import { who, type Api, type Recorder } from './api.js'
import { limitParam, timeParam } from './query.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface ShiftRoutesOptions {
  now(): EpochMs
  shift: {
    notes(from: EpochMs, to: EpochMs): Promise<ShiftNote[]>
    write(by: string, text: string): Promise<ShiftNote>
    handovers(limit: number): Promise<Handover[]>
    handover(id: string): Promise<{ handover: Handover; standing: Standing }>
    leave(by: string, note: string | null): Promise<Handover>
    take(id: string, by: string): Promise<Handover>
    withdraw(id: string, by: string): Promise<void>
  }
  record: Recorder
}

const tags = ['shifts']
const config = { may: 'handle alarms' } as const
const text = z.string().trim().min(1).max(4_000)
const signOff = z.object({ by: z.string(), at: isoTime })
const handed = z.array(
  z.object({
    id: z.string(),
    station: z.string(),
    severity: z.enum(SEVERITIES),
    state: z.enum(ALARM_STATES),
    message: z.object({ vi: z.string(), en: z.string() }),
    raisedAt: isoTime,
    since: isoTime.optional(),
    reason: z.string().nullable(),
  }),
)
const noteSchema: z.ZodType<WireShiftNote> = z.object({ id: z.string(), at: isoTime, by: z.string(), text: z.string() })
const count = z.int().nonnegative()
const handoverShape = z.object({
  id: z.string(),
  since: isoTime.nullable(),
  counts: z.object({ open: count, shelved: count, outOfService: count, silent: count }),
  note: z.string().nullable(),
  leaving: signOff,
  taking: signOff.nullable(),
})
const handoverSchema: z.ZodType<WireHandover> = handoverShape.meta({ id: 'Handover' })
const wholeSchema: z.ZodType<WireHandoverWhole> = handoverShape
  .extend({ standing: z.object({ open: handed, shelved: handed, outOfService: handed, silent: z.array(z.string()) }) })
  .meta({ id: 'HandoverWhole' })

/** What one shift leaves to the next, and who signed for it. */
export function shiftRoutes(app: Api, { now, shift, record }: ShiftRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/shift-notes',
    schema: {
      tags,
      summary: 'What was written down in a span, oldest first; default: the last 24 hours',
      querystring: z.object({ from: timeParam.optional(), to: timeParam.optional() }),
      response: { 200: z.array(noteSchema), default: problemSchema },
    },
    async handler({ query: { from, to } }) {
      const until = to ?? now() + 1
      return (await shift.notes(from ?? until - DAY, until)).map(toWireNote)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/shift-notes',
    config,
    schema: {
      tags,
      summary: 'Write something down for the others; it stays as it is',
      body: z.strictObject({ text }),
      response: { 201: noteSchema, default: problemSchema },
    },
    async handler(request, reply) {
      return reply.code(201).send(toWireNote(await shift.write(who(request), request.body.text)))
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/handovers',
    schema: {
      tags,
      summary: 'Handovers, newest first, each with how many alarms and silent stations stood then',
      querystring: z.object({ limit: limitParam(500, 30) }),
      response: { 200: z.array(handoverSchema), default: problemSchema },
    },
    handler: async ({ query: { limit } }) => (await shift.handovers(limit)).map(toWireHandover),
  })

  app.route({
    method: 'GET',
    url: '/api/v1/handovers/:id',
    schema: {
      tags,
      summary: 'One handover, with how the room stood',
      params: z.object({ id: z.string() }),
      response: { 200: wholeSchema, default: problemSchema },
    },
    async handler({ params: { id } }) {
      const { handover, standing } = await shift.handover(id)
      return { ...toWireHandover(handover), standing }
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/handovers',
    config,
    schema: {
      tags,
      summary: 'Hand the shift over: the leaving one signs for the room as it stands',
      body: z.strictObject({ note: text.nullish() }).nullish(),
      response: { 201: handoverSchema, default: problemSchema },
    },
    async handler(request, reply) {
      const handover = await shift.leave(who(request), request.body?.note ?? null)
      await record({ who: who(request), action: 'shift.leave', subject: handover.id, detail: '' })
      return reply.code(201).send(toWireHandover(handover))
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/handovers/:id/take',
    config,
    schema: {
      tags,
      summary: 'Take the shift: somebody else than who leaves signs for the same',
      params: z.object({ id: z.string() }),
      response: { 200: handoverSchema, default: problemSchema },
    },
    async handler(request) {
      const handover = await shift.take(request.params.id, who(request))
      const detail = `from ${handover.leaving.by}`
      await record({ who: who(request), action: 'shift.take', subject: handover.id, detail })
      return toWireHandover(handover)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/handovers/:id',
    config,
    schema: {
      tags,
      summary: 'Withdraw what was left by mistake: only who left, and while nobody has taken it',
      params: z.object({ id: z.string() }),
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const { id } = request.params
      await shift.withdraw(id, who(request))
      await record({ who: who(request), action: 'shift.withdraw', subject: id, detail: '' })
      return reply.code(204).send(null)
    },
  })
}

function toWireNote(note: ShiftNote): WireShiftNote {
  return { ...note, at: formatTime(note.at) }
}

function toWireHandover({ since, leaving, taking, ...handover }: Handover): WireHandover {
  return {
    ...handover,
    since: since === null ? null : formatTime(since),
    leaving: { ...leaving, at: formatTime(leaving.at) },
    taking: taking && { ...taking, at: formatTime(taking.at) },
  }
}
