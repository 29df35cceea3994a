import { SEVERITIES, type Severity } from '@ioc/shared/alarm'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'

export const BAR_MS = 15 * MINUTE
/** What a shape takes on the narrowest strip. */
const ROOM_MS = 75 * MINUTE

/** How many alarms were raised in a quarter of an hour, the worst of them, and apart how many early warnings. */
export interface AlarmBar {
  from: EpochMs
  count: number
  early: number
  /** Of what was so; null where all of it was only foretold. */
  worst: Severity | null
  /** Its shape stands above it where there is little room too: no worse one is near. */
  stands: boolean
}

/** The quarters of an hour of a span in which something was raised, oldest first. */
export function alarmBars(
  alarms: Iterable<Pick<WireAlarm, 'raisedAt' | 'severity' | 'early'>>,
  from: EpochMs,
  to: EpochMs,
): AlarmBar[] {
  const bars = new Map<EpochMs, Omit<AlarmBar, 'stands'>>()
  for (const { raisedAt, severity, early } of alarms) {
    const at = Date.parse(raisedAt)
    if (at < from || at >= to) continue
    const start = Math.floor(at / BAR_MS) * BAR_MS
    const bar = bars.get(start) ?? { from: start, count: 0, early: 0, worst: null }
    if (early) bars.set(start, { ...bar, early: bar.early + 1 })
    else
      bars.set(start, { ...bar, count: bar.count + 1, worst: rank(severity) < rank(bar.worst) ? severity : bar.worst })
  }
  const standing: EpochMs[] = []
  const isFree = (at: EpochMs) => standing.every((other) => Math.abs(other - at) >= ROOM_MS)
  return [...bars.values()]
    .sort((a, b) => rank(a.worst) - rank(b.worst) || a.from - b.from)
    .map((bar) => {
      const stands = isFree(bar.from)
      if (stands) standing.push(bar.from)
      return { ...bar, stands }
    })
    .sort((a, b) => a.from - b.from)
}

function rank(severity: Severity | null): number {
  return severity === null ? SEVERITIES.length : SEVERITIES.indexOf(severity)
}
