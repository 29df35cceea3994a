import type { Severity } from '@ioc/shared/alarm'
import { compareAlarms, isWorse, needsLook } from '@ioc/shared/alarm-order'
import type { WireAlarm } from '@ioc/shared/wire'

/** How long the room is left in peace before an alarm that nobody has taken is heard again, ms; null: heard once. */
export const REPEAT_MS: Record<Severity, number | null> = {
  critical: 10_000,
  high: 30_000,
  medium: 120_000,
  low: null,
}

/** What this screen has already made known. */
export interface LoudMemory {
  /** Of each alarm, the severity at which it was last announced: one that worsens is news again. */
  announced: ReadonlyMap<string, Severity>
  /** When the room last heard the worst that was open then; null: never, or nothing is open. */
  sounded: { at: number; severity: Severity } | null
}

export interface LoudPlan {
  memory: LoudMemory
  /** The severity whose sound is due now: that of the worst that calls, whatever came last. */
  sound: Severity | null
  /** What has come or worsened since the last look, worst first. */
  news: WireAlarm[]
  /** The one of them to be told in words: none while worse calls. */
  spoken: WireAlarm | null
}

/** Many that come at once are one sound. */
const APART_MS = 3_000

export const SILENT_SO_FAR: LoudMemory = { announced: new Map(), sounded: null }

/**
 * What the room must hear now.
 *
 * The worst alarm that nobody has acknowledged as it is now decides the sound, and it comes again until somebody has:
 * what is milder and newer neither replaces it nor puts it off. Alarms that stood when the screen was opened sound too,
 * but are not told one by one: they are not news. What is acknowledged, shelved, suppressed or out of service is quiet.
 */
export function planLoud(memory: LoudMemory, alarms: Iterable<WireAlarm>, now: number, first = false): LoudPlan {
  const open = [...alarms].filter(calls).sort(compareAlarms)
  const announced = new Map(open.map(({ id, severity }) => [id, severity]))
  const news = first ? [] : open.filter(({ id, severity }) => isNews(memory.announced.get(id), severity))
  const worst = open[0]?.severity
  if (worst === undefined) return { memory: { announced, sounded: null }, sound: null, news, spoken: null }

  const { sounded } = memory
  const spoken = news[0]?.severity === worst ? news[0] : null
  const isFirst = sounded === null || isWorse(worst, sounded.severity)
  const waitMs = spoken ? APART_MS : REPEAT_MS[worst]
  // What came under a worse one was not heard itself.
  const due = isFirst || (waitMs === null ? sounded.severity !== worst : now - sounded.at >= waitMs)
  return {
    memory: { announced, sounded: due ? { at: now, severity: worst } : sounded },
    sound: due ? worst : null,
    news,
    spoken,
  }
}

/** Whether it stands and nobody has seen it as it is now. */
export function calls(alarm: WireAlarm): boolean {
  return needsLook(alarm) && alarm.state !== 'returned'
}

function isNews(before: Severity | undefined, severity: Severity): boolean {
  return before === undefined || isWorse(severity, before)
}
