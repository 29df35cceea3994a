import { isDuring } from '@ioc/shared/during'
import { isDerivedRule, type DerivedRule, type Rule, type ValueRule } from '@ioc/shared/rule'
import type { EpochMs } from '@ioc/shared/time'
import { createLeaps } from './leaps.js'
import type { ValueRuleState } from './stream.js'
import { createVariety } from './variety.js'
import type { RuleState } from './watch.js'

/** The rules that are watched, each with what its watches share. */
export interface RuleStates {
  /** From now on these; one that is the same as before goes on with what it knew. Answers those that came, changed or went. */
  setRules(rules: readonly Rule[], now: EpochMs): ReadonlySet<string>
  onValues(): ValueRuleState[]
  onRules(): RuleState<DerivedRule>[]
  /** Lets rules sleep and wake by their hours; answers those that did. */
  keepHours(now: EpochMs): RuleState[]
}

/** All kinds but silence, which is watched elsewhere. */
export function createRuleStates(): RuleStates {
  let states = new Map<string, RuleState>()

  function stateOf(rule: Rule, now: EpochMs): RuleState | ValueRuleState | null {
    if (rule.enabled === false || rule.kind === 'silence') return null
    const before = states.get(rule.id)
    if (before && JSON.stringify(before.rule) === JSON.stringify(rule)) return before
    const awake = isDuring(rule.during, now)
    const means = meaningOf(rule)
    if (isDerivedRule(rule)) return { rule, awake, means }
    const unlikely = 'unlikelyPerHour' in rule ? rule.unlikelyPerHour : undefined
    return { rule, awake, means, variety: createVariety(), leaps: createLeaps(unlikely) }
  }

  return {
    setRules(rules, now) {
      const before = states
      const next = rules.map((rule) => stateOf(rule, now)).filter((state) => state !== null)
      states = new Map(next.map((state) => [state.rule.id, state]))
      const all = [...before.keys(), ...states.keys()]
      return new Set(all.filter((id) => before.get(id) !== states.get(id)))
    },
    onValues: () => [...states.values()].filter(isOnValues),
    onRules: () => [...states.values()].filter(isOnRules),
    keepHours(now) {
      const turned: RuleState[] = []
      for (const state of states.values()) {
        if (!state.rule.during) continue
        const awake = isDuring(state.rule.during, now)
        if (awake === state.awake) continue
        state.awake = awake
        turned.push(state)
      }
      return turned
    },
  }
}

function isOnValues(state: RuleState): state is ValueRuleState {
  return !isDerivedRule(state.rule)
}

function isOnRules(state: RuleState): state is RuleState<DerivedRule> {
  return isDerivedRule(state.rule)
}

function meaningOf(rule: ValueRule | DerivedRule): string {
  switch (rule.kind) {
    case 'threshold':
    case 'band':
      return JSON.stringify(['level', rule.property, rule.over])
    case 'rate':
      return JSON.stringify([rule.kind, rule.property, rule.withinS, rule.when])
    case 'forecast':
    case 'stuck':
    case 'range':
    case 'anomaly':
      return JSON.stringify(rule)
    case 'count':
    case 'combined':
      return rule.kind
  }
}
