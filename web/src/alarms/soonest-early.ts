import { isActive } from '@ioc/shared/alarm-order'
import type { WireAlarm } from '@ioc/shared/wire'

/** An early warning, with when its limit is expected to be passed. */
export type EarlyAlarm = WireAlarm & { early: NonNullable<WireAlarm['early']> }

/**
 * Of each station the early warning that stands whose limit is expected to be passed first.
 *
 * @param last what was answered before: answered again where it is still so, as alarms change that are no warnings.
 */
export function soonestEarly(
  alarms: Iterable<WireAlarm>,
  last: ReadonlyMap<string, EarlyAlarm> = new Map(),
): ReadonlyMap<string, EarlyAlarm> {
  const soonest = new Map<string, EarlyAlarm>()
  for (const alarm of alarms) {
    if (!isEarly(alarm) || alarm.clearedAt !== null || !isActive(alarm)) continue
    const before = soonest.get(alarm.station)
    if (!before || alarm.early.at < before.early.at) soonest.set(alarm.station, alarm)
  }
  const isSame = soonest.size === last.size && [...soonest].every(([station, alarm]) => last.get(station) === alarm)
  return isSame ? last : soonest
}

function isEarly(alarm: WireAlarm): alarm is EarlyAlarm {
  return alarm.early !== null
}
