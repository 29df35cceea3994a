import { compareAlarms } from '@ioc/shared/alarm-order'
import type { WireAlarm } from '@ioc/shared/wire'

export function orderAlarms(alarms: Iterable<WireAlarm>): WireAlarm[] {
  return [...alarms].sort(compareAlarms)
}
