import type { Localized } from '@ioc/shared/alarm'
import { resolveLimit } from '@ioc/shared/limits'
import type { Rule } from '@ioc/shared/rule'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'

interface Known {
  rules: ReadonlyMap<string, Rule>
  station: WireStation | undefined
}

/**
 * The few words an alarm is recognised by.
 *
 * How many stations fell silent together; the rule's own name, of a band (or of what is expected) with the step that is
 * passed. Of any other group, of the IOC itself and of a rule that is gone, the message. Station, value and limit stand
 * beside it already, and the message, which repeats them all, is one hover away.
 */
export function headline(alarm: WireAlarm, { rules, station }: Known): Localized {
  const { rule: id, stations, message } = alarm
  const rule = rules.get(id)
  if (rule?.kind === 'silence' && stations) {
    const many = stations.length
    return { vi: `${many} trạm mất tín hiệu · một nguyên nhân`, en: `${many} stations give no signal · one cause` }
  }
  return stations || !rule ? message : named(rule, alarm, station)
}

function named(rule: Rule, { limit }: WireAlarm, station: WireStation | undefined): Localized {
  if (!('steps' in rule)) return rule.name
  const step = rule.steps.findLast(({ from }) => resolveLimit(from, station?.attributes) === limit)
  if (!step) return rule.name
  return { vi: `${rule.name.vi}: ${step.name.vi}`, en: `${rule.name.en}: ${step.name.en}` }
}
