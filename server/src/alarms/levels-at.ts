import type { Localized, Severity } from '@ioc/shared/alarm'
import { resolveLimit, watches, withoutDust } from '@ioc/shared/limits'
import type { DerivedRule, Rule, ValueRule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { SECOND } from '@ioc/shared/time'
import type { Limits } from './step-threshold.js'

/** One limit of a rule at one station, with what its alarm says while it is the highest that is passed. */
export interface Level extends Limits {
  severity: Severity
  /** Of a band: how this step is called. */
  step: Localized | null
  message: Localized
}

/**
 * A rule's limits at one station, the mildest first; null where it does not watch it, or where an attribute that it
 * needs is missing. A band goes on without the steps whose attribute is missing.
 */
export function levelsAt(rule: ValueRule, station: Station): Level[] | null {
  if (!watches(rule, station)) return null
  const { attributes } = station
  switch (rule.kind) {
    case 'threshold': {
      const raise = resolveLimit(rule.raise, attributes)
      const clear = rule.clear === undefined ? null : resolveLimit(rule.clear, attributes)
      if (raise === null || (rule.clear !== undefined && clear === null)) return null
      return [level(rule, { when: rule.when, raise, clear: clear ?? behind(raise, rule) })]
    }
    case 'band':
    case 'forecast': {
      const steps = rule.steps.flatMap(({ from, severity, name, message = rule.message }) => {
        const raise = resolveLimit(from, attributes)
        if (raise === null) return []
        const limits = { when: rule.when, raise, clear: behind(raise, rule) }
        return [level({ ...rule, severity, message }, limits, name)]
      })
      return steps.length > 0 ? steps : null
    }
    case 'rate': {
      const by = resolveLimit(rule.by, attributes)
      const clear = by === null ? null : behind(by, { when: 'above', deadband: rule.deadband })
      return by === null ? null : [level(rule, { when: 'above', raise: by, clear: clear! })]
    }
    case 'stuck':
      return [level({ ...rule, holdS: 0 }, { when: 'above', raise: rule.forS, clear: rule.forS })]
    case 'range':
      return [level({ ...rule, holdS: 0 }, { when: 'above', raise: rule.times, clear: 1 })]
    case 'anomaly':
      return [level({ ...rule, holdS: 0 }, { when: 'above', raise: 1, clear: 1 })]
  }
}

/** The limit of a rule on other rules: how many stations must stand, or that it is true (1) at all. */
export function levelOf(rule: DerivedRule): Level {
  const raise = rule.kind === 'count' ? rule.atLeast : 1
  return level(rule, { when: 'above', raise, clear: raise })
}

function behind(limit: number, { when, deadband = 0 }: { when: 'above' | 'below'; deadband?: number | undefined }) {
  return withoutDust(limit + (when === 'above' ? -deadband : deadband))
}

function level(
  { severity, message, holdS, restS }: Pick<Rule, 'message'> & { severity: Severity; holdS: number; restS: number },
  limits: Pick<Limits, 'when' | 'raise' | 'clear'>,
  step: Localized | null = null,
): Level {
  const { when, raise, clear } = limits
  return { when, raise, clear, holdMs: holdS * SECOND, restMs: restS * SECOND, severity, step, message }
}
