import type { Condition } from './step-threshold.js'
import { conditionsAt, type Watch } from './watch.js'

/**
 * Gives what a watch knew to the one that takes its place: its station has changed, or its rule.
 *
 * Its alarm goes on. The conditions go on as they are where the rule is the same; a changed rule starts its holds anew
 * and keeps what has been raised, until its own limits say otherwise. The signal and its number are kept where they
 * mean the same as before; of the signal only its window, or what its number tells, for the interval that it counts on
 * may be another. Answers the conditions to go on with.
 */
export function handOver(before: Watch, after: Watch): Condition[] {
  after.alarm = before.alarm
  // What is expected is told to the new watch anew.
  const isKept = !before.signal?.ahead && before.of.means === after.of.means
  if (isKept) {
    const { signal, held, late, paused } = before
    Object.assign(after, { held, late, paused })
    if (signal?.window) Object.assign(after.signal!.window!, { fill: signal.window.fill, filled: signal.window.filled })
    else if (held) after.signal?.resume?.(held)
  }
  const isSame = before.of === after.of && before.conditions.length === after.conditions.length
  return isSame
    ? [...before.conditions]
    : conditionsAt(Math.min(before.level, after.levels.length), after.levels.length)
}
