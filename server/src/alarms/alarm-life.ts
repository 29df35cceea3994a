import type { Acknowledgement, Alarm, AlarmEventType } from '@ioc/shared/alarm'
import { isActive, isWorse } from '@ioc/shared/alarm-order'
import { MINUTE, type EpochMs } from '@ioc/shared/time'

/**
 * What one step made of an occurrence.
 *
 * The life of an occurrence follows ISA-18.2 (ANSI/ISA-18.2-2016, IEC 62682).
 *
 * The state is never set: it is derived from facts (does the condition stand, was it acknowledged, is it put aside),
 * so that an alarm that comes back from aside has the state that is true by then. Normal is the absence of an
 * occurrence; `cleared` is its last word. A dot is no change of state; a dash is refused or does nothing.
 *
 *                  raise    worsen  return     ack       reset    shelve   unshelve  suppress    release  take out        put back
 * unacknowledged   –        .       returned   acked     –        shelved  –         suppressed  –        out of service  –
 * acknowledged     –        .       cleared ¹  . ²       –        shelved  –         suppressed  –        out of service  –
 * returned         unacked  –       –          cleared ¹ –        shelved  –         –           –        –               –
 * latched          unacked  –       –          –         cleared  shelved  –         –           –        –               –
 * shelved          –        .       .          –         –        –        unacked ³ .           –        out of service  –
 * suppressed       –        .       cleared ⁴  .         –        –        –         .           derived  out of service  –
 * out of service   –        .       cleared ⁴  –         –        –        –         .           –        .               derived
 *
 * ¹ `latched` where the rule latches: it is acknowledged first, then reset. A reset of what nobody acknowledged is refused.
 * ² Only where it has grown worse than what was acknowledged.
 * ³ Where it still stands: the time it was put aside for is over, and that is the reminder asked for. Else `returned`,
 *   or `cleared` if it had been acknowledged.
 * ⁴ What explains it is on the screen, or it is being worked on: its end asks nobody for a look. It goes on where the
 *   rule latches.
 *
 * `end` (its station or its rule is gone) clears all of them; `ease`, `assign` and a comment change the state of none.
 *
 * A worsening keeps the acknowledgement: at night the operator sees who has it in hand and since which severity. It is
 * told by the event `worsened`, and `needsLook` is true until someone acknowledges the worse severity.
 */
export interface Turn {
  /** What the occurrence has become, */
  alarm: Alarm
  /** and how the journal names that. */
  type: AlarmEventType
}

/** What is known of a condition that is true. */
export type Cause = Pick<
  Alarm,
  'late' | 'phenomenonTime' | 'value' | 'limit' | 'message' | 'severity' | 'stations' | 'early'
>

/** What keeps an alarm from being announced, whoever it is about. */
export type Aside = Pick<Alarm, 'suppressedBy' | 'outOfService'>

/**
 * The condition is true. One that was over goes on under its old name and asks for a new look; one that stands grows
 * worse, eases, or has new facts; null where nothing of that changed, for a new value alone is no event.
 */
export function stand(alarm: Alarm, cause: Cause, aside: Aside): Turn | null {
  if (alarm.state === 'cleared') return null
  if (alarm.clearedAt !== null) {
    return { alarm: derive({ ...alarm, ...cause, ...aside, clearedAt: null, ack: null }), type: 'raised' }
  }
  const after = derive({ ...alarm, ...cause })
  if (isWorse(after.severity, alarm.severity)) return { alarm: after, type: 'worsened' }
  if (isWorse(alarm.severity, after.severity)) return { alarm: after, type: 'eased' }
  const isSame = after.limit === alarm.limit && sameStations(alarm, after) && !isOtherwiseExpected(alarm, after)
  return isSame ? null : { alarm: after, type: 'updated' }
}

/** The same turn of an alarm that stands, with since when it does so at its severity and limit. */
export function dated(turn: Turn | null, before: Alarm, now: EpochMs): Turn | null {
  if (!turn) return null
  const { severity, limit } = turn.alarm
  const goesOn = before.clearedAt === null && before.severity === severity && before.limit === limit
  return goesOn ? turn : { ...turn, alarm: { ...turn.alarm, since: now } }
}

/** Forecasts have steps of ten minutes at least. */
const LEAST_MOVE_MS = 10 * MINUTE

/** A new forecast is news once it says a tenth more or less, or moves the time by a sixth of what is left until then. */
function isOtherwiseExpected({ early: before }: Alarm, { early: after, phenomenonTime }: Alarm): boolean {
  if (!before || !after) return before !== after
  if (before.unreliable !== after.unreliable) return true
  const moved = Math.max(LEAST_MOVE_MS, (after.at - phenomenonTime) / 6)
  return Math.abs(after.at - before.at) >= moved || Math.abs(after.probability - before.probability) >= 0.1 - 1e-9
}

/** The condition is no longer true; null where it was not. */
export function returnToNormal(alarm: Alarm, at: EpochMs): Turn | null {
  if (alarm.clearedAt !== null) return null
  const after = derive({ ...alarm, clearedAt: at })
  return { alarm: after, type: after.state === 'cleared' ? 'cleared' : 'returned' }
}

/**
 * Someone has seen it at this severity; null where that is nothing new.
 *
 * What has grown worse before the answer came was seen by nobody: it stays unseen where it stands, and is refused where
 * it is over, since it would vanish. Nothing is acknowledged as worse than it is.
 */
export function acknowledge(alarm: Alarm, ack: Acknowledgement): Turn | null {
  if (alarm.shelved || alarm.outOfService !== null || alarm.state === 'cleared') return null
  const isUnseen = isWorse(alarm.severity, ack.severity)
  if (isUnseen && alarm.clearedAt !== null) return null
  const severity = isUnseen ? ack.severity : alarm.severity
  if (alarm.ack && !isWorse(severity, alarm.ack.severity)) return null
  return { alarm: derive({ ...alarm, ack: { ...ack, severity } }), type: 'acknowledged' }
}

/** Someone has put right what a latching rule wanted to be put right. */
export function reset(alarm: Alarm): Turn | null {
  return alarm.state === 'latched' ? { alarm: { ...alarm, state: 'cleared' }, type: 'reset' } : null
}

/** Puts it aside until a time; its condition is still followed. Null where it is aside already or over. */
export function shelve(alarm: Alarm, shelved: NonNullable<Alarm['shelved']>): Turn | null {
  return isActive(alarm) ? { alarm: derive({ ...alarm, shelved }), type: 'shelved' } : null
}

/** Brings it back. */
export function unshelve(alarm: Alarm): Turn | null {
  if (!alarm.shelved) return null
  const ack = alarm.clearedAt === null ? null : alarm.ack
  return { alarm: derive({ ...alarm, shelved: null, ack }), type: 'unshelved' }
}

/** Another alarm explains it, or (null) none does any more. Null where that is no news, or where it is over. */
export function suppress(alarm: Alarm, suppressedBy: string | null): Turn | null {
  if (alarm.suppressedBy === suppressedBy || alarm.state === 'cleared') return null
  if (suppressedBy !== null && alarm.clearedAt !== null) return null
  return { alarm: derive({ ...alarm, suppressedBy }), type: suppressedBy === null ? 'unsuppressed' : 'suppressed' }
}

/** A maintenance window covers it, or (null) none does any more. Null as above. */
export function serve(alarm: Alarm, outOfService: string | null): Turn | null {
  if (alarm.outOfService === outOfService || alarm.state === 'cleared') return null
  if (outOfService !== null && alarm.clearedAt !== null) return null
  return { alarm: derive({ ...alarm, outOfService }), type: outOfService === null ? 'in_service' : 'out_of_service' }
}

/** Another agency has to act. */
export function assign(alarm: Alarm, agency: string): Turn | null {
  return alarm.state === 'cleared' ? null : { alarm: { ...alarm, agency }, type: 'assigned' }
}

/** Ends an occurrence whose station or rule is gone: nobody can acknowledge it any more. */
export function end(alarm: Alarm, at: EpochMs): Turn | null {
  if (alarm.state === 'cleared') return null
  return { alarm: { ...alarm, clearedAt: alarm.clearedAt ?? at, shelved: null, state: 'cleared' }, type: 'ended' }
}

/** The same facts with the state that follows from them. */
export function derive(alarm: Alarm): Alarm {
  return { ...alarm, state: stateOf(alarm) }
}

function stateOf({ shelved, suppressedBy, outOfService, clearedAt, ack, latch }: Alarm): Alarm['state'] {
  const isExplained = suppressedBy !== null || outOfService !== null
  if (isExplained && !shelved && clearedAt !== null && !latch) return 'cleared'
  if (outOfService !== null) return 'out_of_service'
  if (shelved) return 'shelved'
  if (suppressedBy !== null) return 'suppressed'
  if (clearedAt === null) return ack ? 'acknowledged' : 'unacknowledged'
  if (!ack) return 'returned'
  return latch ? 'latched' : 'cleared'
}

function sameStations({ stations: a }: Alarm, { stations: b }: Alarm): boolean {
  return a === b || (a !== null && b !== null && a.length === b.length && a.every((id, index) => id === b[index]))
}
