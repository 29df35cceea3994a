import type { Alarm } from '@ioc/shared/alarm'
import { compareAlarms, isActive } from '@ioc/shared/alarm-order'
import type { LatestStation } from '@ioc/shared/wire'

export type Worst = NonNullable<LatestStation['alarm']>

/** The active alarm that comes first, and how many there are; null where none is active. */
export function worstOf(alarms: Iterable<Alarm>): Worst | null {
  let worst: Alarm | null = null
  let count = 0
  for (const alarm of alarms) {
    if (!isActive(alarm)) continue
    count += 1
    if (worst === null || compareAlarms(alarm, worst) < 0) worst = alarm
  }
  return worst && { severity: worst.severity, state: worst.state, count }
}
