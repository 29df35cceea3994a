import { SEVERITIES, type Severity } from '@ioc/shared/alarm'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'

export const BAR_MS = 15 * MINUTE
/** What a shape takes on the narrowest strip. */
const ROOM_MS = 75 * MINUTE

/** How many alarms were raised in a quarter of an hour, and the worst of them. */
export interface AlarmBar {
  from: EpochMs
  count: number
  worst: Severity
  /** Its shape stands above it where there is little room too: no worse one is near. */
  stands: boolean
}

/** The quarters of an hour of a span in which something was raised, oldest first. */
export function alarmBars(
  alarms: Iterable<Pick<WireAlarm, 'raisedAt' | 'severity'>>,
  from: EpochMs,
  to: EpochMs,
): AlarmBar[] {
  const bars = new Map<EpochMs, Omit<AlarmBar, 'stands'>>()
  for (const { raisedAt, severity } of alarms) {
    const at = Date.parse(raisedAt)
    if (at < from || at >= to) continue
    const start = Math.floor(at / BAR_MS) * BAR_MS
    const bar = bars.get(start) ?? { from: start, count: 0, worst: severity }
    const worst = SEVERITIES[Math.min(SEVERITIES.indexOf(bar.worst), SEVERITIES.indexOf(severity))]!
    bars.set(start, { from: start, count: bar.count + 1, worst })
  }
  const standing: EpochMs[] = []
  const isFree = (at: EpochMs) => standing.every((other) => Math.abs(other - at) >= ROOM_MS)
  return [...bars.values()]
    .sort((a, b) => SEVERITIES.indexOf(a.worst) - SEVERITIES.indexOf(b.worst) || a.from - b.from)
    .map((bar) => {
      const stands = isFree(bar.from)
      if (stands) standing.push(bar.from)
      return { ...bar, stands }
    })
    .sort((a, b) => a.from - b.from)
}
