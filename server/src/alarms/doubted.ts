import type { Localized } from '@ioc/shared/alarm'
import type { Doubt } from '@ioc/shared/anomaly'
import type { AnomalyRule } from '@ioc/shared/rule'

/** What a rule sees of the doubts about a datastream. */
export interface Doubted {
  /** A doubt, or (null) none any more; answers the number to hold against the limit: 1 where it concerns the rule. */
  tell(doubt: Doubt | null): number
  now(): number
  /** Goes on as before a restart, until it is told anew. */
  resume(value: number): void
  why(): Localized | undefined
}

/** Keeps the doubt that concerns a rule. */
export function createDoubted({ cause }: AnomalyRule): Doubted {
  let value = 0
  let seen: Doubt | null = null
  return {
    tell(doubt) {
      seen = doubt && (cause === 'any' || doubt.cause === cause) ? doubt : null
      value = seen ? 1 : 0
      return value
    },
    now: () => value,
    resume(before) {
      value = before
    },
    why: () => seen?.why,
  }
}
