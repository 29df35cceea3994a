import { DAY, HOUR, MINUTE, VIETNAM_OFFSET_MS } from '@ioc/shared/time'
import { BADNESS, IS_GOOD, QUALITY_BITS } from './flags.js'

/** What the observations of each minute, hour or local day come to, a row each. */
export interface Tier {
  name: 'minute' | 'hour' | 'day'
  table: string
  everyMs: number
}

/** Finest first. */
export const TIERS: readonly Tier[] = [
  { name: 'minute', table: 'tier_minute', everyMs: MINUTE },
  { name: 'hour', table: 'tier_hour', everyMs: HOUR },
  { name: 'day', table: 'tier_day', everyMs: DAY },
]

/** The coarsest tier whose rows never straddle two buckets of this length; null: only observations will do. */
export function tierFor(everyMs: number): Tier | null {
  const fits = ({ everyMs: own }: Tier) => (own === DAY ? everyMs === DAY : everyMs % own === 0)
  return TIERS.findLast(fits) ?? null
}

/** What members come to: of the good ones alone where there are any, as `flags` says. */
export const PART = 'ds, start, flags, count, sum, min, max, last, sin, cos'

/** SQL: observations, each as a bucket of one. */
export function asParts(observations: string): string {
  return `(
    SELECT ds, time AS start, flags, 1 AS count, value AS sum, value AS min, value AS max, value AS last,
      sin(radians(value)) AS sin, cos(radians(value)) AS cos
    FROM ${observations})`
}

/** SQL: the start of the bucket that holds `at`; days are local days. */
export function startOf(at: string, everyMs: number): string {
  const shift = everyMs === DAY ? VIETNAM_OFFSET_MS : 0
  return `((${at} + ${shift}) // ${everyMs} * ${everyMs} - ${shift})`
}

/** SQL: an aggregate of the good members; where there are none, of all. */
function best(aggregate: string): string {
  return `coalesce(${aggregate} FILTER (WHERE ${IS_GOOD}), ${aggregate})`
}

/**
 * SQL: parts combined into buckets, which are parts again.
 *
 * The rule is the same at every step, so a day made of hours is the day made of its observations: a bucket is computed
 * from its good members alone; where it has none from all, and then it carries the worst quality among them.
 */
export function combined(parts: string, everyMs: number): string {
  return `(
    SELECT ds, bucket AS start,
      CASE WHEN bool_or(${IS_GOOD}) THEN 0 ELSE arg_max(flags & ${QUALITY_BITS}, ${BADNESS}) END::UTINYINT AS flags,
      ${best('sum(count)')}::BIGINT AS count, ${best('sum(sum)')} AS sum, ${best('min(min)')} AS min,
      ${best('max(max)')} AS max, ${best('arg_max(last, start)')} AS last, ${best('sum(sin)')} AS sin, ${best('sum(cos)')} AS cos
    FROM (SELECT *, ${startOf('start', everyMs)} AS bucket FROM ${parts}) GROUP BY ds, bucket)`
}

/** SQL: the start of the local day of an observation. */
export const LOCAL_DAY = startOf('time', DAY)
