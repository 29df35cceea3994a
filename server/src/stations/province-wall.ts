import { PLAIN_WALL, wallSchema, type Wall } from '@ioc/shared/wall'
import type { Fault } from '../errors.js'
import type { ReadJson } from './province.js'

/** The scenes of the wall, from the province's `wall.json` where it has one. */
export function wallFrom(read: ReadJson, faults: Fault[]): Wall {
  const file = 'wall.json'
  const document = read(file)
  if (document === null) return PLAIN_WALL
  const parsed = wallSchema.safeParse(document)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) faults.push({ at: [file, ...path].join('.'), message })
  return PLAIN_WALL
}
