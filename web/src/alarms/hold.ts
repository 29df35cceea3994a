import { membersOf, type AlarmGroup } from './group-alarms.js'

export interface Line extends AlarmGroup {
  /** It has gone meanwhile and stays only so that nothing moves. */
  ended: boolean
}

interface Held {
  lines: Line[]
  /** How many alarms wait to be let in. */
  fresh: number
}

/**
 * The list while someone's pointer or focus is in it.
 *
 * Places stay; what is written in them is the present. A line that ended keeps its place, marked so, and new alarms
 * wait and are counted, also those that would join a line: nothing moves under a hand that is about to press, and it
 * acknowledges nothing it has not seen.
 */
export function holdOrder(before: readonly Line[] | null, groups: readonly AlarmGroup[]): Held {
  if (before === null) return { lines: groups.map((group) => ({ ...group, ended: false })), fresh: 0 }

  const current = new Map(groups.flatMap(membersOf).map((alarm) => [alarm.id, alarm]))
  const seen = new Set(before.flatMap(membersOf).map(({ id }) => id))
  const lines = before.map((line) => {
    const [alarm, ...others] = membersOf(line).flatMap(({ id }) => current.get(id) ?? [])
    return alarm ? { id: line.id, alarm, others, ended: false } : { ...line, ended: true }
  })
  return { lines, fresh: [...current.keys()].filter((id) => !seen.has(id)).length }
}
