import type { Severity } from './alarm.js'
import type { Limit, Rule } from './rule.js'
import type { Station } from './station.js'

/** Whether a rule looks at this station at all. */
export function watches({ enabled, stations }: Rule, station: Pick<Station, 'kind' | 'area' | 'id'>): boolean {
  if (enabled === false) return false
  const { kinds, areas, ids } = stations ?? {}
  if (kinds && !kinds.includes(station.kind)) return false
  if (areas && !areas.includes(station.area)) return false
  return !ids || ids.includes(station.id)
}

/**
 * The limits of a rule that are values of a property themselves, the mildest first: not of what it was over hours, nor of
 * how far it moved.
 */
export function valueLimits(rule: Rule, property: string): { limit: Limit; severity: Severity }[] {
  if (rule.kind !== 'threshold' && rule.kind !== 'band') return []
  if (rule.property !== property || rule.over !== undefined) return []
  if (rule.kind === 'threshold') return [{ limit: rule.raise, severity: rule.severity }]
  return rule.steps.map(({ from, severity }) => ({ limit: from, severity }))
}

/** A limit at one station: a number, or `attribute × factor + offset`; null where the station has no such number. */
export function resolveLimit(limit: Limit, attributes: Station['attributes']): number | null {
  if (typeof limit === 'number') return limit
  const base = attributes?.[limit.attribute]
  if (typeof base !== 'number' || !Number.isFinite(base)) return null
  return withoutDust(base * (limit.factor ?? 1) + (limit.offset ?? 0))
}

/** A number without the dust of binary fractions: 0.1 below 3.5 is 3.4 for whoever reads it. */
export function withoutDust(value: number): number {
  return Math.round(value * 1e9) / 1e9
}
