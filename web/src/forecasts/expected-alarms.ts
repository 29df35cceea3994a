import { probabilityPast } from '@ioc/shared/chance'
import type { WireExpected } from '@ioc/shared/forecast'
import type { Rule } from '@ioc/shared/rule'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import { stepPassed } from './step-passed.js'

interface Told {
  rules: Iterable<Rule>
  /** The station's alarms of now: one that goes on keeps its name and its beginning. */
  standing: readonly WireAlarm[]
}

/**
 * The alarms that rules would give where a station's values come as expected: of each rule the worst step that is more
 * likely passed than not.
 */
export function expectedAlarms(
  station: WireStation,
  expected: readonly WireExpected[],
  { rules, standing }: Told,
): WireAlarm[] {
  const found: WireAlarm[] = []
  for (const rule of rules) {
    for (const ahead of expected) {
      const passed = stepPassed(rule, station, ahead)
      if (!passed) continue
      const { severity, limit, when } = passed
      const before = standing.find((alarm) => alarm.rule === rule.id && alarm.clearedAt === null)
      found.push({
        ...plainAlarm(station, rule, ahead),
        ...(before && { id: before.id }),
        // Another limit has not stood since the one of now does.
        ...(before?.limit === limit && { raisedAt: before.since ?? before.raisedAt }),
        severity,
        limit,
        early: { at: ahead.at, probability: chanceOf(ahead, limit, when) },
      })
    }
  }
  return found
}

/** How likely a value is past a limit, as early warnings say it. */
export function chanceOf({ p05, p25, p50, p75, p95 }: WireExpected, limit: number, when: 'above' | 'below'): number {
  return probabilityPast([p05, p25, p50, p75, p95], limit, when)
}

function plainAlarm(station: WireStation, rule: Rule, { property, at, p50 }: WireExpected): WireAlarm {
  return {
    id: `expected ${station.id} ${rule.id}`,
    rule: rule.id,
    station: station.id,
    property: property as WireAlarm['property'],
    severity: 'low',
    state: 'unacknowledged',
    late: false,
    raisedAt: at,
    clearedAt: null,
    phenomenonTime: at,
    value: p50,
    limit: null,
    message: rule.name,
    ack: null,
    shelved: null,
    suppressedBy: null,
    outOfService: null,
    latch: false,
    agency: null,
    early: null,
    stations: null,
  }
}
