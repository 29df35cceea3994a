import type { Cause, Line } from './gather-causes.js'
import { membersOf } from './group-alarms.js'

interface Held {
  causes: readonly Cause[]
  /** How many alarms wait to be let in. */
  fresh: number
}

/**
 * The list while someone's pointer or focus is in it.
 *
 * Places stay; what is written in them is the present. A line that ended keeps its place, marked so, and new alarms
 * wait and are counted, also those that would join a line: nothing moves under a hand that is about to press, and it
 * acknowledges nothing it has not seen. A consequence whose cause is gone waits as well, for it is news.
 */
export function holdOrder(before: readonly Cause[] | null, causes: readonly Cause[]): Held {
  if (before === null) return { causes, fresh: 0 }

  const current = new Map(causes.flatMap(({ lines }) => lines.flatMap(shownIn)).map((alarm) => [alarm.id, alarm]))
  const seen = new Set<string>()
  const held = before.map((cause) => ({ ...cause, lines: cause.lines.map((line) => present(line)) }))

  function present(line: Line): Line {
    for (const { id } of membersOf(line)) seen.add(id)
    const [alarm, ...others] = membersOf(line).flatMap(({ id }) => current.get(id) ?? [])
    const consequences = line.consequences.flatMap(({ id }) => current.get(id) ?? []).filter(isExplained)
    for (const { id } of consequences) seen.add(id)
    return alarm ? { id: line.id, alarm, others, consequences, ended: false } : { ...line, ended: true }
  }
  let fresh = 0
  for (const id of current.keys()) if (!seen.has(id)) fresh += 1
  return { causes: held, fresh }
}

function shownIn({ alarm, others, consequences }: Line) {
  return [alarm, ...others, ...consequences]
}

function isExplained({ state }: { state: string }): boolean {
  return state === 'suppressed'
}
