import { z } from 'zod'
import { PROPERTY_KEY } from './ids.js'

const days = z.number().int().min(1).max(36_500)

const keepSchema = z.strictObject({
  /** Observations older than this go into a file a month; they are read as before. */
  archiveAfterDays: days,
  /** Observations older than this are deleted, wherever they lie; null: never. */
  forgetRawAfterDays: days.nullable(),
  /** What minutes, hours and days came to is deleted after so long; null: never. */
  forgetTiersAfterDays: days.nullable(),
})

/** How long what is kept of one property. Ages count from the time of measuring, in whole local months. */
export type Keep = z.infer<typeof keepSchema>

export const retentionSchema = z.strictObject({
  ...keepSchema.shape,
  /** What differs for a property. */
  properties: z.record(z.string().regex(PROPERTY_KEY), keepSchema.partial()).default({}),
})

/** How long a province keeps what. */
export type Retention = z.infer<typeof retentionSchema>

/** Nothing is ever forgotten. */
export const DEFAULT_RETENTION: Retention = {
  archiveAfterDays: 60,
  forgetRawAfterDays: null,
  forgetTiersAfterDays: null,
  properties: {},
}

export function keepOf({ properties, ...all }: Retention, property: string): Keep {
  return { ...all, ...withoutGaps(properties[property] ?? {}) }
}

function withoutGaps(differing: { [K in keyof Keep]?: Keep[K] | undefined }): Partial<Keep> {
  return Object.fromEntries(Object.entries(differing).filter(([, value]) => value !== undefined))
}

/** Why this cannot be kept; null where it can: what is computed must not go before what it is computed from. */
export function keepFault({
  archiveAfterDays,
  forgetRawAfterDays: raw,
  forgetTiersAfterDays: tiers,
}: Keep): string | null {
  if (raw !== null && raw < archiveAfterDays) return 'forgetRawAfterDays must not be less than archiveAfterDays'
  if (tiers !== null && (raw === null || tiers < raw))
    return 'forgetTiersAfterDays must not be less than forgetRawAfterDays'
  return null
}
