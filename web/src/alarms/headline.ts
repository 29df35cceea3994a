import type { Localized } from '@ioc/shared/alarm'
import type { Rule } from '@ioc/shared/rule'
import type { WireAlarm } from '@ioc/shared/wire'

/**
 * The few words an alarm is recognised by.
 *
 * The rule's own name where we know it: station, value and limit stand beside it already, and the message repeats
 * them all. Otherwise the message.
 */
export function headline(alarm: WireAlarm, rules: ReadonlyMap<string, Rule>): Localized {
  return rules.get(alarm.rule)?.name ?? alarm.message
}
