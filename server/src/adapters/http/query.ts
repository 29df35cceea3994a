import { z } from 'zod'
import { DAY, MINUTE, parseTime, type EpochMs } from '@ioc/shared/time'
import { coded } from '../../errors.js'
import type { PastMoment } from '../../ports/observation-store.js'

export type Box = [west: number, south: number, east: number, north: number]

/** Comma separated; left out or empty, it does not restrict. */
export const listParam = z
  .string()
  .transform((text) => {
    const items = text.split(',').flatMap((item) => item.trim() || [])
    return items.length > 0 ? items : undefined
  })
  .optional()
  .meta({ description: 'comma separated' })

/** The same of words from a list. */
export function wordList<const W extends string>(words: readonly [W, ...W[]]) {
  return listParam.pipe(z.array(z.enum(words)).optional()).meta({ description: `comma separated: ${words.join(' ')}` })
}

/** ISO 8601 with a zone, or epoch milliseconds. */
export const timeParam = z
  .union([z.string(), z.number()])
  .transform((input, context): EpochMs => {
    const at = parseTime(input)
    if (at !== null) return at
    context.addIssue({ code: 'custom', message: 'must be ISO 8601 with a zone, or epoch milliseconds' })
    return z.NEVER
  })
  .meta({ description: 'ISO 8601 with a zone, or epoch milliseconds' })

export const boxParam = z
  .string()
  .transform((text, context): Box => {
    const sides = text.split(',').map((side) => (side.trim() === '' ? NaN : Number(side)))
    const [west, south, east, north] = sides as Box
    if (sides.length === 4 && sides.every(Number.isFinite) && west <= east && south <= north) return sides as Box
    context.addIssue({ code: 'custom', message: 'must be west,south,east,north' })
    return z.NEVER
  })
  .meta({ description: 'west,south,east,north' })

export const limitParam = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual)

export interface Range {
  from: EpochMs
  /** Exclusive. */
  to: EpochMs
}

/** What a device may send of the future, and a little more. */
const AHEAD = 5 * MINUTE + 1

/** The range asked for; the last 24 h where nothing is said. */
export function rangeOf(query: { from?: EpochMs | undefined; to?: EpochMs | undefined }, now: EpochMs): Range {
  // A device's clock may be ahead of ours, and what it sent is there to be seen.
  const to = query.to ?? now + AHEAD
  const from = query.from ?? (query.to ?? now) - DAY
  if (from <= to) return { from, to }
  throw coded('request.bad', 'from is after to', { faults: [{ at: 'query.from', message: 'must not be after to' }] })
}

/** Which moment is asked about, and with whose eyes. */
export const momentParams = {
  at: timeParam.optional(),
  as: z.enum(['measured', 'known']).default('measured').meta({
    description:
      'with `at`: `measured`, what was measured by then, whenever it arrived; `known`, what had arrived by then',
  }),
}

/** Left out: now. */
export function momentOf({ at, as }: { at?: EpochMs | undefined; as: 'measured' | 'known' }): PastMoment | undefined {
  if (at === undefined) return undefined
  return as === 'known' ? { at, known: at } : { at }
}
