import { SYSTEM, type Alarm, type Localized, type Severity } from '@ioc/shared/alarm'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import type { Occurrences } from './occurrences.js'
import { SYSTEM_RULES, type SystemRule, type SystemRuleId } from './system-rules.js'

/** Numbers are written with at most two decimals, and a decimal comma in Vietnamese. */
export type Facts = Readonly<Record<string, number | string>>

export interface SystemWatch {
  /** Says how it stands with a condition of the IOC itself: true (at the rule's own severity), as bad as this, or false. */
  set(rule: SystemRuleId, on: boolean | Severity, facts?: Facts): void
  tick(now: EpochMs): void
  /** Goes on with an open occurrence; false where it is not about the IOC itself. */
  adopt(alarm: Alarm): boolean
}

interface Condition {
  rule: SystemRule
  /** As it was said last; undefined while nobody has said anything since the start. */
  severity: Severity | null | undefined
  facts: Facts
  isRaised: boolean
  /** Since when it is the other way than it is raised. */
  turnedAt: EpochMs | null
  alarm: string | null
}

/** Raises what is wrong with the IOC itself, in the same list and with the same life as what is wrong in the field. */
export function createSystemWatch({ occurrences }: { occurrences: Occurrences }): SystemWatch {
  const conditions = new Map<SystemRuleId, Condition>()

  function conditionOf(id: SystemRuleId): Condition {
    let condition = conditions.get(id)
    if (!condition) {
      const rule = SYSTEM_RULES[id]
      condition = { rule, severity: undefined, facts: {}, isRaised: false, turnedAt: null, alarm: null }
      conditions.set(id, condition)
    }
    return condition
  }

  function raise(condition: Condition, severity: Severity, now: EpochMs): void {
    const { rule, facts, alarm } = condition
    const message = fill(rule.message, facts)
    const before = occurrences.get(alarm)
    if (rule.names && before?.clearedAt === null && before.message.vi !== message.vi) {
      occurrences.turn({ alarm: { ...before, message }, type: 'updated' }, now)
    }
    const finding = { late: false, phenomenonTime: now, value: null, limit: null, message, severity }
    condition.alarm = occurrences.raise(alarm, { rule, station: SYSTEM, property: null }, finding, now)
  }

  function step(condition: Condition, now: EpochMs): void {
    const { rule, severity, isRaised } = condition
    if (severity === undefined) return
    if (isRaised === (severity !== null)) condition.turnedAt = null
    else {
      condition.turnedAt ??= now
      if (now - condition.turnedAt < (isRaised ? rule.restS : rule.holdS) * SECOND) return
      condition.isRaised = !isRaised
      condition.turnedAt = null
    }
    if (severity !== null) raise(condition, severity, now)
    else if (isRaised) occurrences.settle(condition.alarm, now)
  }

  return {
    set(id, on, facts = {}) {
      const condition = conditionOf(id)
      condition.severity = on === true ? condition.rule.severity : on || null
      condition.facts = facts
    },
    tick(now) {
      for (const condition of conditions.values()) step(condition, now)
    },
    adopt({ station, rule, id, clearedAt }) {
      if (station !== SYSTEM || !(rule in SYSTEM_RULES)) return false
      Object.assign(conditionOf(rule as SystemRuleId), { alarm: id, isRaised: clearedAt === null })
      return true
    },
  }
}

function fill({ vi, en }: Localized, facts: Facts): Localized {
  const into = (template: string, locale: string) =>
    template.replace(/\{(\w+)\}/g, (blank, name: string) => {
      const fact = facts[name] ?? blank
      return typeof fact === 'number' ? fact.toLocaleString(locale, { maximumFractionDigits: 2 }) : fact
    })
  return { vi: into(vi, 'vi-VN'), en: into(en, 'en-GB') }
}
