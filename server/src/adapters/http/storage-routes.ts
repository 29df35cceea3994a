import { z } from 'zod'
import type { WireStorage } from '@ioc/shared/admin'
import { retentionSchema, type Retention } from '@ioc/shared/retention'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { StoragePart, StorageUse } from '../../ports/storage.js'
import { who, type Api, type Recorder } from './api.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface StorageRoutesOptions {
  storage(): Promise<StorageUse>
  retention: { get(): Retention; replace(retention: Retention): Promise<Retention> }
  record: Recorder
}

const tags = ['storage']
const retention = retentionSchema.meta({ id: 'Retention' })
const part = z
  .object({ rows: z.number(), bytes: z.number(), oldest: isoTime.nullable(), newest: isoTime.nullable() })
  .meta({ id: 'StoragePart' })
const storageSchema: z.ZodType<WireStorage> = z.object({
  raw: part,
  minute: part,
  hour: part,
  day: part,
  spool: part,
  archive: z.array(part.extend({ file: z.string() })),
})

/** What is kept, how large and how old it is, and for how long. */
export function storageRoutes(app: Api, { storage, retention: desk, record }: StorageRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/storage',
    schema: {
      tags,
      summary: 'Rows, bytes, oldest and newest of observations, each tier, each archived month and the queue',
      response: { 200: storageSchema, default: problemSchema },
    },
    async handler() {
      const { raw, minute, hour, day, spool, archive } = await storage()
      return {
        raw: toWire(raw),
        minute: toWire(minute),
        hour: toWire(hour),
        day: toWire(day),
        spool: toWire(spool),
        archive: archive.map((month) => ({ file: month.file, ...toWire(month) })),
      }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/retention',
    schema: { tags, summary: 'How long what is kept', response: { 200: retention, default: problemSchema } },
    handler: async () => desk.get(),
  })

  app.route({
    method: 'PUT',
    url: '/api/v1/retention',
    config: { may: 'change retention' },
    schema: {
      tags,
      summary:
        'Decide how long what is kept; what is too old goes in the background, and what is forgotten does not come back',
      body: retention,
      response: { 200: retention, default: problemSchema },
    },
    async handler(request) {
      const now = await desk.replace(request.body)
      const detail = JSON.stringify(now).slice(0, 1_000)
      await record({ who: who(request), action: 'retention.change', subject: '', detail })
      return now
    },
  })
}

function timeOf(at: EpochMs | null): string | null {
  return at === null ? null : formatTime(at)
}

function toWire({ rows, bytes, oldest, newest }: StoragePart) {
  return { rows, bytes, oldest: timeOf(oldest), newest: timeOf(newest) }
}
