import { resolveLimit, watches } from '@ioc/shared/limits'
import type { Limit, Rule } from '@ioc/shared/rule'
import type { Severity } from '@ioc/shared/alarm'
import type { WireStation } from '@ioc/shared/wire'
import { STANDINGS, type Standing } from '../stations/standing.js'

/**
 * How a station will stand when a property of it is as expected: as its rules would say of a value, without hold. Rules
 * that look back over hours, or at how fast something moves, say nothing of a single value.
 */
export function expectedStanding(
  station: WireStation,
  { property, p50 }: { property: string; p50: number },
  rules: Iterable<Rule>,
): Standing {
  let worst: Standing = 'normal'
  for (const rule of rules) {
    if (rule.kind !== 'threshold' && rule.kind !== 'band') continue
    if (rule.property !== property || rule.over !== undefined || rule.quiet || !watches(rule, station)) continue
    for (const { limit, severity } of stepsOf(rule)) {
      const at = resolveLimit(limit, station.attributes)
      if (at === null || (rule.when === 'above' ? p50 < at : p50 > at)) continue
      if (STANDINGS.indexOf(severity) < STANDINGS.indexOf(worst)) worst = severity
    }
  }
  return worst
}

function stepsOf(rule: Extract<Rule, { kind: 'threshold' | 'band' }>): { limit: Limit; severity: Severity }[] {
  if (rule.kind === 'threshold') return [{ limit: rule.raise, severity: rule.severity }]
  return rule.steps.map(({ from, severity }) => ({ limit: from, severity }))
}
