import type { WireAlarm } from '@ioc/shared/wire'

export interface Line {
  alarm: WireAlarm
  /** It has gone meanwhile and stays only so that nothing moves. */
  ended: boolean
}

interface Held {
  lines: Line[]
  /** How many wait to be let in. */
  fresh: number
}

/**
 * The list while someone's pointer or focus is in it.
 *
 * Places stay; what is written in them is the present. A line that ended keeps its place, marked so, and new ones wait
 * and are counted: nothing moves under a hand that is about to press.
 */
export function holdOrder(before: readonly Line[] | null, ordered: readonly WireAlarm[]): Held {
  if (before === null) return { lines: ordered.map((alarm) => ({ alarm, ended: false })), fresh: 0 }

  const current = new Map(ordered.map((alarm) => [alarm.id, alarm]))
  const lines = before.map((line) => {
    const alarm = current.get(line.alarm.id)
    return alarm ? { alarm, ended: false } : { alarm: line.alarm, ended: true }
  })
  const shown = new Set(before.map((line) => line.alarm.id))
  return { lines, fresh: ordered.filter((alarm) => !shown.has(alarm.id)).length }
}
