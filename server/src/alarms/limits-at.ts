import { resolveLimit, watches } from '@ioc/shared/limits'
import type { ThresholdRule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import type { Limits } from './step-threshold.js'

/** A rule's limits at one station; null where it does not watch it, or where an attribute it needs is missing. */
export function limitsAt(rule: ThresholdRule, station: Station): Limits | null {
  if (!watches(rule, station)) return null
  const raise = resolveLimit(rule.raise, station.attributes)
  const clear = resolveLimit(rule.clear, station.attributes)
  if (raise === null || clear === null) return null
  return { when: rule.when, raise, clear, holdMs: rule.holdS * 1000, restMs: rule.restS * 1000 }
}
