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
  /** When the last sound began; null: never. */
  soundedAt: number | null
}

export interface LoudPlan {
  memory: LoudMemory
  /** The severity whose sound is due now. */
  sound: Severity | null
  /** Alarms to be told in words, worst first: they came or worsened since the last look. */
  news: WireAlarm[]
}

export const SILENT_SO_FAR: LoudMemory = { announced: new Map(), soundedAt: null }

/**
 * What the room must hear now.
 *
 * The worst alarm that nobody has acknowledged as it is now decides the sound, and it comes again until somebody has. Alarms that
 * stood when the screen was opened sound too, but are not told one by one: they are not news. What is acknowledged,
 * shelved, suppressed or out of service is quiet.
 */
export function planLoud(memory: LoudMemory, alarms: Iterable<WireAlarm>, now: number, first = false): LoudPlan {
  const open = [...alarms].filter(calls).sort(compareAlarms)
  const announced = new Map(open.map(({ id, severity }) => [id, severity]))
  const news = first ? [] : open.filter(({ id, severity }) => isNews(memory.announced.get(id), severity))
  const worst = open[0]
  if (!worst) return { memory: { announced, soundedAt: null }, sound: null, news }

  const every = REPEAT_MS[worst.severity]
  const again = memory.soundedAt === null || (every !== null && now - memory.soundedAt >= every)
  const due = news.length > 0 || again
  return {
    memory: { announced, soundedAt: due ? now : memory.soundedAt },
    sound: due ? (news[0]?.severity ?? worst.severity) : null,
    news,
  }
}

/** Whether it stands and nobody has seen it as it is now. */
export function calls(alarm: WireAlarm): boolean {
  return needsLook(alarm) && alarm.state !== 'returned'
}

function isNews(before: Severity | undefined, severity: Severity): boolean {
  return before === undefined || isWorse(severity, before)
}
