import type { Alarm } from '@ioc/shared/alarm'
import { compareAlarms, isActive } from '@ioc/shared/alarm-order'
import type { HandedAlarm, Standing, StandingCounts } from '@ioc/shared/shift'
import { formatTime } from '@ioc/shared/time'

/** How the room stands: what is open, what was put aside and why, and who says nothing. */
export function standingOf(alarms: Iterable<Alarm>, silent: readonly string[], reasonOf: ReasonOf): Standing {
  const ordered = [...alarms].sort(compareAlarms)
  const handed = (alarm: Alarm): HandedAlarm => ({
    id: alarm.id,
    station: alarm.station,
    severity: alarm.severity,
    state: alarm.state,
    message: alarm.message,
    raisedAt: formatTime(alarm.raisedAt),
    since: formatTime(alarm.since ?? alarm.raisedAt),
    reason: alarm.shelved?.reason ?? reasonOf(alarm),
  })
  return {
    open: ordered.filter(isActive).map(handed),
    shelved: ordered.filter(({ state }) => state === 'shelved').map(handed),
    outOfService: ordered.filter(({ state }) => state === 'out_of_service').map(handed),
    silent: [...silent].sort(),
  }
}

export function countsOf({ open, shelved, outOfService, silent }: Standing): StandingCounts {
  return {
    open: open.length,
    shelved: shelved.length,
    outOfService: outOfService.length,
    silent: silent.length,
  }
}

/** Why an alarm is out of service; null where nobody said. */
type ReasonOf = (alarm: Alarm) => string | null
