import { SEVERITIES } from '@ioc/shared/alarm'
import type { EpochMs } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'

/**
 * What a wall tells of the alarms that ask for attention, worst first, of each station its worst alone: severity, then
 * what is so before what is only expected and that before what is over, whoever has seen it: an answer lowers no river.
 * Of equal ones first what is expected to grow worse soonest (`worseAt`; infinity: nobody knows), then the order in
 * which they come.
 */
export function tellWall(alarms: readonly WireAlarm[], worseAt: (station: string) => EpochMs): WireAlarm[] {
  const told = new Map<string, WireAlarm>()
  const ordered = alarms.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      truth(a) - truth(b) ||
      compareTimes(worseAt(a.station), worseAt(b.station)),
  )
  for (const alarm of ordered) if (!told.has(alarm.station)) told.set(alarm.station, alarm)
  return [...told.values()]
}

function truth({ early, clearedAt }: WireAlarm): number {
  if (clearedAt !== null) return 2
  return early ? 1 : 0
}

function compareTimes(a: EpochMs, b: EpochMs): number {
  return a === b ? 0 : a - b
}
