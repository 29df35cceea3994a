import { HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'

/** What a chart of an occurrence shows: from an hour before it began until an hour after its end, or until now. */
export function spanOf(
  { raisedAt, clearedAt, phenomenonTime }: WireAlarm,
  now: EpochMs,
): { from: EpochMs; to: EpochMs } {
  const began = Math.min(Date.parse(raisedAt), Date.parse(phenomenonTime))
  const to = clearedAt === null ? now : Math.min(now, Date.parse(clearedAt) + HOUR)
  // Whole minutes: the chart moves once a minute.
  return { from: Math.floor((began - HOUR) / MINUTE) * MINUTE, to: Math.ceil(to / MINUTE) * MINUTE }
}
