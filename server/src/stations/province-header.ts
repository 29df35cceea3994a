import { z } from 'zod'
import type { Fault } from '../errors.js'
import { listFrom, schemaFaults } from './province-list.js'
import type { ReadJson } from './province.js'

const lon = z.number().min(-180).max(180)
const lat = z.number().min(-90).max(90)

const headerSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/),
  version: z.number().int().min(1),
  name: z.string().trim().min(1).max(200),
  /** What the province is: `tỉnh` or `thành phố`. */
  kind: z.string().min(1).max(40),
  bounds: z
    .tuple([lon, lat, lon, lat])
    .refine(([west, south, east, north]) => west < east && south < north, 'must be west, south, east, north'),
  attribution: z.array(z.string().min(1)),
})

const agencySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  name: z.string().trim().min(1).max(200),
  /** How it is reached: a telephone, a post; free text. */
  contact: z.string().trim().min(1).max(200).optional(),
})

/** Who owns stations. */
export type Agency = z.infer<typeof agencySchema>

export type Header = z.infer<typeof headerSchema> & { agencies: Agency[] }

const NOBODY: Header = {
  id: '',
  version: 1,
  name: '',
  kind: '',
  bounds: [0, 0, 0, 0],
  attribution: [],
  agencies: [],
}

/** Who the province is and which agencies work in it. */
export function headerFrom(read: ReadJson, faults: Fault[]): Header {
  const agencies = listFrom(
    read,
    { file: 'agencies.json', schema: agencySchema, idOf: ({ id }) => id, idField: 'id' },
    faults,
  ).map(({ value }) => value)
  const document = read('province.json')
  if (document === null) return { ...NOBODY, agencies }
  const parsed = headerSchema.safeParse(document)
  if (parsed.success) return { ...parsed.data, agencies }
  faults.push(...schemaFaults('province.json', parsed.error))
  return { ...NOBODY, agencies }
}
