import type { Acknowledgement, Alarm, AlarmEventType } from '@ioc/shared/alarm'
import type { EpochMs } from '@ioc/shared/time'

/** What an occurrence has become, and how the journal names it. */
export interface Turn {
  alarm: Alarm
  type: AlarmEventType
}

/** What the value that raises a condition says. */
export type Cause = Pick<Alarm, 'late' | 'phenomenonTime' | 'value' | 'limit' | 'message'>

/** Not yet normal again, or not acknowledged; what someone has put aside for a time is not active. */
export function isActive(alarm: Alarm): boolean {
  return alarm.state === 'unacknowledged' || alarm.state === 'acknowledged' || alarm.state === 'returned'
}

/** The condition is true again while its last occurrence is not over: that one goes on and asks for a new look. */
export function raiseAgain(alarm: Alarm, cause: Cause): Turn {
  const again = { ...alarm, ...cause, clearedAt: null, ack: null }
  return { alarm: derive(again), type: 'raised' }
}

/** The condition is no longer true. */
export function returnToNormal(alarm: Alarm, at: EpochMs): Turn {
  const after = derive({ ...alarm, clearedAt: at })
  return { alarm: after, type: after.state === 'cleared' ? 'cleared' : 'returned' }
}

/** Someone has seen it; null where there is nothing to acknowledge. */
export function acknowledge(alarm: Alarm, ack: Acknowledgement): Turn | null {
  if (alarm.state !== 'unacknowledged' && alarm.state !== 'returned') return null
  return { alarm: derive({ ...alarm, ack }), type: 'acknowledged' }
}

/** Puts it aside until a time; its condition is still followed. Null where it is aside already or over. */
export function shelve(alarm: Alarm, shelved: NonNullable<Alarm['shelved']>): Turn | null {
  return isActive(alarm) ? { alarm: derive({ ...alarm, shelved }), type: 'shelved' } : null
}

/** Brings it back, in the state that its condition and its acknowledgement have by now. */
export function unshelve(alarm: Alarm): Turn | null {
  return alarm.state === 'shelved' ? { alarm: derive({ ...alarm, shelved: null }), type: 'unshelved' } : null
}

/** Ends an occurrence whose station is gone: nobody can acknowledge it any more. */
export function end(alarm: Alarm, at: EpochMs): Turn {
  return { alarm: { ...alarm, clearedAt: alarm.clearedAt ?? at, shelved: null, state: 'cleared' }, type: 'cleared' }
}

function derive(alarm: Alarm): Alarm {
  return { ...alarm, state: stateOf(alarm) }
}

function stateOf({ shelved, clearedAt, ack }: Alarm): Alarm['state'] {
  if (shelved) return 'shelved'
  if (clearedAt === null) return ack ? 'acknowledged' : 'unacknowledged'
  return ack ? 'cleared' : 'returned'
}
