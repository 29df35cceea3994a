import { SEVERITIES, type Alarm, type AlarmState } from '@ioc/shared/alarm'
import type { LatestStation } from '@ioc/shared/wire'
import { isActive } from './alarm-life.js'

export type Worst = NonNullable<LatestStation['alarm']>

const MOST_PRESSING: readonly AlarmState[] = ['unacknowledged', 'acknowledged', 'returned']

/** The most severe active alarm, among equals the one that most needs a person; null where none is active. */
export function worstOf(alarms: Iterable<Alarm>): Worst | null {
  let worst: Alarm | null = null
  let count = 0
  for (const alarm of alarms) {
    if (!isActive(alarm)) continue
    count += 1
    if (worst === null || rank(alarm) < rank(worst)) worst = alarm
  }
  return worst && { severity: worst.severity, state: worst.state, count }
}

function rank({ severity, state }: Alarm): number {
  return SEVERITIES.indexOf(severity) * 10 + MOST_PRESSING.indexOf(state)
}
