import type { Alarm } from '@ioc/shared/alarm'
import { isWorse, needsLook } from '@ioc/shared/alarm-order'
import type { Why } from '@ioc/shared/channel'
import type { EpochMs } from '@ioc/shared/time'
import type { Told } from '../../ports/notices.js'

/** How long one step of a channel waits before it speaks, and before it speaks again. */
export interface Patience {
  /** Not before; Infinity: not now. */
  dueAt: EpochMs
  /** What the first word is called: steps of an escalation are told because others did not act. */
  first: 'first' | 'escalated'
  /** Null: never again. */
  repeatMs: number | null
}

/** What somebody was told last of an alarm; null where they were not. */
export type Memory = Pick<Told, 'severity' | 'isOver' | 'at'> | null

/**
 * Why somebody must be told of an alarm now; null where they need not be.
 *
 * It compares what stands with what was told, not one transition with the next: whatever happened in between (a
 * restart, a channel that was down, many changes in a minute), the next notice says what is true by then. What is put
 * aside is never told. An acknowledgement ends all but the news that it grew worse since, and that it is over.
 */
export function whyNotify(alarm: Alarm, told: Memory, { dueAt, first, repeatMs }: Patience, now: EpochMs): Why | null {
  if (isAside(alarm)) return null
  const isOver = alarm.clearedAt !== null
  if (told && isOver) return told.isOver ? null : 'cleared'
  if (!needsLook(alarm)) return null
  if (!told || told.isOver) return now < dueAt || (isOver && first === 'escalated') ? null : first
  const isUnseen = alarm.ack !== null && alarm.ack.at > told.at
  if (isUnseen || isWorse(alarm.severity, told.severity)) return 'worse'
  return repeatMs !== null && now - told.at >= repeatMs ? 'repeat' : null
}

/** Since when a channel asks for somebody to look, once it has said this. */
export function askingSince(why: Why, alarm: Alarm, before: Pick<Told, 'since'> | null, now: EpochMs): EpochMs {
  if (!before || why === 'first' || why === 'escalated') return now
  // What was acknowledged and grew worse asks anew.
  return why === 'worse' && alarm.ack ? now : before.since
}

function isAside({ state }: Alarm): boolean {
  return state === 'shelved' || state === 'suppressed' || state === 'out_of_service'
}
