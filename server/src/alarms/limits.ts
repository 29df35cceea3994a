import type { Limit, Rule, ThresholdRule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import type { Limits } from './step-threshold.js'

/** Whether a rule looks at this station at all. */
export function watches(rule: Rule, station: Station): boolean {
  if (rule.enabled === false) return false
  const { kinds, areas, ids } = rule.stations ?? {}
  if (kinds && !kinds.includes(station.kind)) return false
  if (areas && !areas.includes(station.area)) return false
  return !ids || ids.includes(station.id)
}

/** A limit at one station: a number, or `attribute × factor + offset`; null where the station has no such number. */
export function resolveLimit(limit: Limit, attributes: Station['attributes']): number | null {
  if (typeof limit === 'number') return limit
  const base = attributes?.[limit.attribute]
  if (typeof base !== 'number' || !Number.isFinite(base)) return null
  // Without the dust of binary fractions: 0.1 below 3.5 is 3.4 for whoever reads it.
  return Math.round((base * (limit.factor ?? 1) + (limit.offset ?? 0)) * 1e9) / 1e9
}

/** A rule's limits at one station; null where it does not watch it, or where an attribute it needs is missing. */
export function limitsAt(rule: ThresholdRule, station: Station): Limits | null {
  if (!watches(rule, station)) return null
  const raise = resolveLimit(rule.raise, station.attributes)
  const clear = resolveLimit(rule.clear, station.attributes)
  if (raise === null || clear === null) return null
  return { when: rule.when, raise, clear, holdMs: rule.holdS * 1000, restMs: rule.restS * 1000 }
}
