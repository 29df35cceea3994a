import type { Severity } from '@ioc/shared/alarm'
import { resolveLimit, valueLimits, watches } from '@ioc/shared/limits'
import type { Rule } from '@ioc/shared/rule'
import type { WireStation } from '@ioc/shared/wire'

type ValueRule = Extract<Rule, { kind: 'threshold' | 'band' }>

/** The worst step of a rule that a value has passed. */
interface StepPassed {
  limit: number
  when: ValueRule['when']
  severity: Severity
}

/**
 * What a rule would say of an expected value, without hold; null: nothing. Rules that look back over hours, or at how
 * fast something moves, say nothing of a single value.
 */
export function stepPassed(
  rule: Rule,
  station: WireStation,
  { property, p50 }: { property: string; p50: number },
): StepPassed | null {
  if ((rule.kind !== 'threshold' && rule.kind !== 'band') || rule.property !== property) return null
  if (rule.quiet || !watches(rule, station)) return null
  const { when } = rule
  let passed: StepPassed | null = null
  for (const { limit: stated, severity } of valueLimits(rule, property)) {
    const limit = resolveLimit(stated, station.attributes)
    if (limit !== null && (when === 'above' ? p50 >= limit : p50 <= limit)) passed = { limit, when, severity }
  }
  return passed
}
