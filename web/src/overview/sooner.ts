import type { RiverLine } from '@ioc/shared/overview'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import type { EarlyAlarm } from '../alarms/soonest-early.js'

/**
 * What is told of a river: what is foretold with a record, or, where that is of a level which it would reach before if it
 * rose on as it does, the next level.
 *
 * @param at when the next level was computed
 */
export function sooner(
  early: EarlyAlarm | undefined,
  next: RiverLine['next'] | undefined,
  at: EpochMs,
): { early: EarlyAlarm } | { next: NonNullable<RiverLine['next']> } | null {
  const reachedAt = next && next.inS !== null ? at + next.inS * SECOND : Infinity
  if (early && Date.parse(early.early.at) <= reachedAt) return { early }
  return next ? { next } : null
}
