import { z } from 'zod'
import { ALARM_STATES, SEVERITIES } from '@ioc/shared/alarm'
import { ANOMALY_KINDS } from '@ioc/shared/anomaly'
import { QUALITIES, REJECTION_REASONS } from '@ioc/shared/observation'
import { propertySchema } from '@ioc/shared/properties'
import { REPORTING, stationSchema } from '@ioc/shared/station'
import { RETRY_OBSTACLES, ROLES } from '@ioc/shared/wire'
import type {
  LatestStation,
  Problem,
  WireAlarmEvent,
  WireIntakeResult,
  WireLedger,
  WireObservation,
  WireMessage,
  WireRejection,
  WireRetryResult,
  WireSession,
} from '@ioc/shared/wire'

/** ISO 8601 UTC with milliseconds and `Z`. */
export const isoTime = z.string().meta({ format: 'date-time', examples: ['2026-11-22T03:00:00.000Z'] })

const placedFault = z.object({ at: z.string(), message: z.string() })

export const problemSchema: z.ZodType<Problem> = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string().meta({ description: 'stable' }),
    detail: z.string().exactOptional(),
    errors: z.array(placedFault).exactOptional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' })

/** What may be said when a new secret is asked for: how long the old one goes on at most, seconds. */
export const rotationSchema = z
  .strictObject({
    overlapS: z
      .number()
      .int()
      .min(1)
      .max(7 * 86_400)
      .optional(),
  })
  .nullish()

export const areaSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  parent: z.string().nullable(),
})

/** A single station also tells what is odd about it. */
export const stationWithWarnings = stationSchema.extend({ warnings: z.array(placedFault) })

const bandedIndex = z.object({ value: z.number(), band: z.number(), main: z.string(), at: isoTime })
const doubt = z
  .object({ kind: z.enum(ANOMALY_KINDS), since: isoTime, why: z.object({ vi: z.string(), en: z.string() }) })
  .meta({ description: 'why a value is suspect that its device called good' })
const values = z.record(
  z.string(),
  z.object({ value: z.number(), at: isoTime, quality: z.enum(QUALITIES), doubt: doubt.optional() }),
)

export const latestSchema: z.ZodType<LatestStation> = z
  .object({
    station: z.string(),
    at: isoTime.nullable(),
    receivedAt: isoTime.nullable(),
    connection: z.enum(['online', 'offline']).nullable(),
    reporting: z.enum(REPORTING),
    values,
    indices: z.record(z.string(), bandedIndex),
    alarm: z.object({ severity: z.enum(SEVERITIES), state: z.enum(ALARM_STATES), count: z.number().int() }).nullable(),
  })
  .meta({ id: 'Latest' })

export const observationSchema: z.ZodType<WireObservation> = z
  .object({ at: isoTime, value: z.number(), quality: z.enum(QUALITIES) })
  .meta({ id: 'Observation' })

const reason = z.enum(REJECTION_REASONS)
export const intakeSchema: z.ZodType<WireIntakeResult> = z.object({
  stored: z.number().int(),
  duplicate: z.number().int(),
  corrected: z.number().int(),
  rejected: z.array(z.object({ index: z.number().int(), property: z.string().nullable(), reason })),
})

const count = z.number().int()
const reportRate = z.object({
  received: z.number().meta({ description: 'no more an hour than were expected' }),
  expected: z.number(),
  rate: z.number().meta({ description: 'received / expected, 0 to 1' }),
})
const reports = z.object({ hour: reportRate, day: reportRate }).meta({
  description:
    'Reports measured in the last whole clock hour and the last 24, whenever they came, against reportIntervalS. ' +
    'A report is a time at which the property that the station reports most often has a value.',
})

export const ledgerSchema: z.ZodType<WireLedger> = z.object({
  station: z.string(),
  received: z.number().int(),
  stored: z.number().int(),
  duplicate: z.number().int(),
  corrected: z.number().int(),
  rejected: z.partialRecord(reason, z.number().int()),
  pending: z.number().int(),
  bytes: z.number().int(),
  missed: z.number().int(),
  lastSeen: isoTime.nullable(),
  clockOffsetMs: z.number().nullable().meta({ description: 'how far the device’s clock is behind ours' }),
  reports: reports.nullable(),
})

const obstacle = z.enum(RETRY_OBSTACLES).nullable().meta({ description: 'why it can never be taken in again' })

export const retrySchema: z.ZodType<WireRetryResult> = z.object({
  taken: z.array(z.object({ id: z.string(), stored: count, duplicate: count, corrected: count })),
  still: z.array(z.object({ id: z.string(), reason, detail: z.string(), obstacle })),
  left: count,
  after: z.string().nullable().meta({ description: 'the `after` of the next call; null where none is left' }),
})

export const rejectionSchema: z.ZodType<WireRejection> = z.object({
  id: z.string(),
  at: isoTime,
  station: z.string().nullable(),
  topic: z.string(),
  reason,
  detail: z.string(),
  payload: z.string().meta({ contentEncoding: 'base64' }),
  count: z.number().int(),
  whole: z.boolean(),
  retryable: z.boolean(),
  obstacle,
})

export const messageSchema: z.ZodType<WireMessage> = z.object({
  id: count,
  at: isoTime,
  topic: z.string(),
  bytes: count,
  payload: z.string().meta({ contentEncoding: 'base64', description: 'of a long one the beginning' }),
  whole: z.boolean(),
  taken: count,
  refused: count,
})

const localized = z.object({ vi: z.string(), en: z.string() })

export const alarmSchema = z
  .object({
    id: z.string(),
    rule: z.string(),
    station: z.string(),
    property: z.string().nullable(),
    severity: z.enum(SEVERITIES),
    state: z.enum(ALARM_STATES),
    late: z.boolean(),
    raisedAt: isoTime,
    since: isoTime.optional().meta({ description: 'at this severity and limit, where that is not since raisedAt' }),
    clearedAt: isoTime.nullable(),
    phenomenonTime: isoTime,
    value: z.number().nullable(),
    limit: z.number().nullable(),
    message: localized,
    ack: z
      .object({ by: z.string(), at: isoTime, note: z.string().nullable(), severity: z.enum(SEVERITIES) })
      .nullable(),
    shelved: z.object({ by: z.string(), until: isoTime, reason: z.string() }).nullable(),
    suppressedBy: z.string().nullable().meta({ description: 'the alarm that explains this one' }),
    outOfService: z.string().nullable().meta({ description: 'the maintenance window that covers it' }),
    latch: z.boolean().meta({ description: 'must be reset after its condition has ended' }),
    agency: z.string().nullable(),
    early: z
      .object({ at: isoTime, probability: z.number(), unreliable: z.literal(true).optional() })
      .nullable()
      .meta({ description: 'an early warning: when its limit is expected to be passed; unreliable: by a bad record' }),
    stations: z.array(z.string()).readonly().nullable().meta({ description: 'of a group alarm: what it is about' }),
  })
  .meta({ id: 'Alarm' })

export const alarmEventSchema: z.ZodType<WireAlarmEvent> = z.object({
  seq: z.number().int(),
  at: isoTime,
  type: z.string(),
  by: z.string().nullable(),
  text: z.string().nullable(),
  state: z.enum(ALARM_STATES),
  severity: z.enum(SEVERITIES),
  value: z.number().nullable(),
  limit: z.number().nullable(),
  agency: z.string().nullable(),
  suppressedBy: z.string().nullable(),
  early: z
    .object({ at: isoTime, probability: z.number() })
    .optional()
    .meta({ description: 'of an early warning: what was expected then' }),
})

/** What people may choose. */
export const passwordSchema = z.string().min(8).max(1_024)

export const sessionSchema: z.ZodType<WireSession> = z.object({
  user: z.object({ name: z.string(), role: z.enum(ROLES) }),
  expiresAt: isoTime,
})

const bounds = z.tuple([z.number(), z.number(), z.number(), z.number()])
export const provinceSchema = z.object({
  id: z.string(),
  name: z.string(),
  simulated: z.boolean(),
  bounds,
  basemap: z.array(z.string()),
  ground: z.boolean(),
  attribution: z.array(z.string()),
  properties: z.array(propertySchema),
  agencies: z.array(z.object({ name: z.string(), contact: z.string().optional() })),
})

/** A GeoJSON document. */
export const geoJsonSchema = z.looseObject({ type: z.string() })
