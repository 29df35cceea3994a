import { z } from 'zod'
import { SYSTEM } from './alarm.js'
import { PROPERTY_KEY, STATION_ID, type PropertyKey, type StationId } from './ids.js'

/** The kinds the screen has a glyph for; another kind is allowed and gets a plain one. */
export const STATION_KINDS = ['air', 'water', 'rain', 'traffic', 'power', 'weather'] as const

export const stationSchema = z.strictObject({
  id: z
    .string()
    .regex(STATION_ID, 'must match [A-Za-z0-9][A-Za-z0-9_.-]{0,63}')
    .refine((id) => id !== SYSTEM, `"${SYSTEM}" is the IOC itself`),
  name: z.string().trim().min(1).max(200),
  kind: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  /** Id of the commune (xã, phường, đặc khu) it stands in. */
  area: z.string().min(1).max(64),
  /** Who owns it; free text. */
  agency: z.string().max(200),
  /** How often it is expected to report. */
  reportIntervalS: z
    .number()
    .positive()
    .max(7 * 86_400),
  gateway: z.string().regex(STATION_ID).optional(),
  /** Free facts; a river gauge carries `bd1` `bd2` `bd3` (m above its datum). */
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  /** What it is expected to report, so that a missing datastream can be seen. */
  properties: z.array(z.string().regex(PROPERTY_KEY)).optional(),
  simulated: z.boolean().optional(),
})

type StationDocument = z.infer<typeof stationSchema>

/** A place with sensors. */
export type Station = Omit<StationDocument, 'id' | 'properties'> & {
  id: StationId
  properties?: PropertyKey[] | undefined
}

export const REPORTING = ['reporting', 'late', 'silent', 'never'] as const
export type Reporting = (typeof REPORTING)[number]

/** Nothing comes from it any more; who was never heard has no signal to lose. */
export function isSilent(reporting: Reporting | undefined): boolean {
  return reporting === 'silent'
}

/** A commune (or the province itself, parent of them all). */
export interface Area {
  id: string
  name: string
  kind: string
  parent: string | null
}
