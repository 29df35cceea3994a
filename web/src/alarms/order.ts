import { compareAlarms } from '@ioc/shared/alarm-order'
import type { WireAlarm } from '@ioc/shared/wire'

/**
 * Every alarm, worst first.
 *
 * It starts from the order before: where little has changed, that is nearly right, and sorting what is nearly sorted
 * costs little more than looking at it.
 */
export function orderAlarms(alarms: ReadonlyMap<string, WireAlarm>, before: readonly WireAlarm[] = []): WireAlarm[] {
  const ordered: WireAlarm[] = []
  const known = new Set<string>()
  for (const { id } of before) {
    known.add(id)
    const alarm = alarms.get(id)
    if (alarm) ordered.push(alarm)
  }
  for (const alarm of alarms.values()) if (!known.has(alarm.id)) ordered.push(alarm)
  return ordered.sort(compareAlarms)
}
