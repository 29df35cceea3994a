import { MINUTE, type EpochMs } from '@ioc/shared/time'
import { retryDelayMs } from './retry-delay.js'

/** More than anybody reads in one message; the rest is counted in it and comes with the next. */
export const MOST_ITEMS = 200
/** Refused alone so often, an alarm will hardly be taken: after about two minutes. */
const STUCK_AFTER = 5
/** What was not tried again for so long need not be told any more. */
const FORGET_MS = 30 * MINUTE

/** What the other side of one channel would not take, for its size or for what it says. */
export interface Refusals {
  /** How many alarms go into one notice at most. */
  most(): number
  /** Whether this alarm was refused by itself and lets others go first. */
  rests(alarm: string, now: EpochMs): boolean
  refused(alarms: readonly string[], now: EpochMs): void
  taken(alarms: readonly string[]): void
  /** Whether an alarm does not get through however often it is tried. */
  isStuck(now: EpochMs): boolean
}

/**
 * Narrows down what a receiver refuses, so that it never keeps anything else.
 *
 * After each refusal a notice says half as much, after each that is taken twice as much again. An alarm that is refused
 * all alone rests, longer each time, and the others go on without it.
 */
export function createRefusals(random: () => number): Refusals {
  const alone = new Map<string, { tries: number; until: EpochMs }>()
  let most = MOST_ITEMS

  return {
    most: () => most,
    rests: (alarm, now) => now < (alone.get(alarm)?.until ?? -Infinity),
    refused(alarms, now) {
      for (const [alarm, { until }] of alone) if (now - until > FORGET_MS) alone.delete(alarm)
      most = alarms.length > 1 ? Math.floor(alarms.length / 2) : MOST_ITEMS
      const [alarm, ...more] = alarms
      if (alarm === undefined || more.length > 0) return
      const tries = (alone.get(alarm)?.tries ?? 0) + 1
      alone.set(alarm, { tries, until: now + retryDelayMs(tries, random) })
    },
    taken(alarms) {
      for (const alarm of alarms) alone.delete(alarm)
      most = Math.min(MOST_ITEMS, most * 2)
    },
    isStuck: (now) => [...alone.values()].some(({ tries, until }) => tries >= STUCK_AFTER && now - until <= FORGET_MS),
  }
}
