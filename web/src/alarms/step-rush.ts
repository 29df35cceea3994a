import { isActive } from '@ioc/shared/alarm-order'
import { QUALITY_TARGETS, RATE_PERIOD_MS } from '@ioc/shared/alarm-quality'
import type { EpochMs } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'

/** How many alarms were raised lately, and whether that is more than a person can follow one by one. */
export interface Rush {
  /** When each of the last ten minutes was raised, whether it still stands or not. */
  raised: ReadonlyMap<string, EpochMs>
  flooding: boolean
}

export const NO_RUSH: Rush = { raised: new Map(), flooding: false }

/** Takes in what stands now; the same object where nothing has changed. What was put aside rang for nobody. */
export function stepRush(before: Rush, alarms: Iterable<WireAlarm>, now: EpochMs): Rush {
  const since = now - RATE_PERIOD_MS
  const sinceText = new Date(since).toISOString()
  const raised = new Map<string, EpochMs>()
  for (const [id, at] of before.raised) if (at > since) raised.set(id, at)
  const kept = raised.size
  for (const alarm of alarms) {
    if (alarm.raisedAt > sinceText && !raised.has(alarm.id) && isActive(alarm))
      raised.set(alarm.id, Date.parse(alarm.raisedAt))
  }
  const flooding = before.flooding ? raised.size >= QUALITY_TARGETS.floodEnd : raised.size > QUALITY_TARGETS.flood
  const isSame = kept === before.raised.size && raised.size === kept && flooding === before.flooding
  return isSame ? before : { raised, flooding }
}
