import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { WireAlarm } from '@ioc/shared/wire'
import { needsAttention } from '../stations/standing.js'

/** How many alarms were raised lately, and whether that is more than a person can follow one by one. */
export interface Rush {
  /** When each of the last ten minutes was raised, whether it still stands or not. */
  raised: ReadonlyMap<string, EpochMs>
  flooding: boolean
}

export const RUSH_SPAN_MS = 10 * MINUTE
/** EEMUA 191 and ISA-18.2: more than ten in ten minutes begin an alarm flood, fewer than five end it. */
const BEGINS_ABOVE = 10
const ENDS_BELOW = 5

export const NO_RUSH: Rush = { raised: new Map(), flooding: false }

/** Takes in what stands now; the same object where nothing has changed. What was put aside rang for nobody. */
export function stepRush(before: Rush, alarms: Iterable<WireAlarm>, now: EpochMs): Rush {
  const since = now - RUSH_SPAN_MS
  const sinceText = new Date(since).toISOString()
  const raised = new Map<string, EpochMs>()
  for (const [id, at] of before.raised) if (at > since) raised.set(id, at)
  const kept = raised.size
  for (const alarm of alarms) {
    if (alarm.raisedAt > sinceText && !raised.has(alarm.id) && needsAttention(alarm))
      raised.set(alarm.id, Date.parse(alarm.raisedAt))
  }
  const flooding = before.flooding ? raised.size >= ENDS_BELOW : raised.size > BEGINS_ABOVE
  const isSame = kept === before.raised.size && raised.size === kept && flooding === before.flooding
  return isSame ? before : { raised, flooding }
}
