import type { Localized } from '@ioc/shared/alarm'
import type { AnomalyKind } from '@ioc/shared/anomaly'
import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'
import { createUsualHours } from './usual-hours.js'
import { watchExtremes } from './extremes.js'
import { watchStillness } from './stillness.js'
import { watchSeason } from './season.js'
import { reasonFor, writeShort, type Write } from './reason.js'

/** A value that does not fit what came before it. */
export interface Anomaly {
  at: EpochMs
  kind: AnomalyKind
  /** How far beyond what it takes to be flagged; from 1 on. */
  score: number
  why: Localized
  /** Which side of what is usual it is on: 1 above, -1 below. */
  side: 1 | -1
}

/** The watch over one datastream. */
export interface DatastreamWatch {
  /** Judges the next value; one that is not newer than the last is passed over. */
  look: (at: EpochMs, value: number) => Anomaly | null
  /** Whether a value that is not looked at would be flagged as wild. */
  isWild: (at: EpochMs, value: number) => boolean
  /** Whether the last value looked at does not fit, be it flagged or told before; going back, however far, does. */
  odd: () => boolean
  /** How far the last value lies from what is usual at its hour, in usual distances. */
  off: () => number
  /** How far the last hour lies from what is usual at its time of day, in usual distances; for comparing neighbours. */
  deviation: () => number
  /** How much of its usual daily course the last day had, 1 being all of it; for comparing neighbours. */
  dailyCourse: () => number
  /** Whether it has seen enough to flag anything. */
  isReady: () => boolean
}

/** Steps across a longer gap say nothing of a jump. */
const LONGEST_STEP_MS = 3 * HOUR
/** A level of some hours that has already moved the mean of days by this share of it came slowly. */
const SLOW = 0.18
/** The same kind is not flagged again before it has been quiet for so long. */
const REST_MS = DAY / 2
/** One wild value moves a mean as if it were so many usual distances away: it is a spike, not a level. */
const MOST_OFF = 6
/** After an outage the first value stands for no more than so many usual gaps. */
const LONGEST_SPAN = 3
const PACE_FOLLOWS = 0.01
/** Before every hour of the day was seen once, nothing is measured against it. */
const SETTLES_MS = 1.5 * DAY
/** Nothing is flagged before so much has been seen. */
const LEARNING_MS = { spike: 2 * DAY, shift: 3 * DAY, drift: 10 * DAY }

/**
 * Watches one datastream, value by value and in time order: spikes, level shifts, drifts, flat lines and lost seasons.
 * Each look costs the same, however long the past, and knows nothing of what follows.
 *
 * What a datastream does now and then is not flagged each time: the extremes of each measure are remembered, fading over
 * weeks, and only what is as large as they still are is told. `write` writes the values that a reason names.
 */
export function watchDatastream(write: Write = writeShort): DatastreamWatch {
  const usual = createUsualHours()
  const spikes = watchExtremes({ least: 9, averageMs: 0 })
  const shifts = watchExtremes({ least: 5, averageMs: 4 * HOUR })
  const drifts = watchExtremes({ least: 4, averageMs: 2 * DAY })
  const stillness = watchStillness()
  const season = watchSeason()
  const restsUntil = new Map<AnomalyKind, EpochMs>()
  let first = NaN
  let lastAt = NaN
  let lastOff = 0
  let pace = 0
  let lastHour = 0
  let odd = false
  /** How the level came that is unusual now; null: it is as usual. */
  let level: 'shift' | 'drift' | null = null

  function tell(kind: AnomalyKind, at: EpochMs, score: number, value: number, expected: number): Anomaly | null {
    odd = true
    const resting = at < (restsUntil.get(kind) ?? -Infinity)
    restsUntil.set(kind, at + REST_MS)
    if (resting) return null
    return { at, kind, score, why: reasonFor(kind, value, expected, write), side: value < expected ? -1 : 1 }
  }

  function settle(at: EpochMs, value: number, gap: number, off: number): void {
    usual.learn(at, value, gap)
    lastHour += (1 - Math.exp(-gap / HOUR)) * (off - lastHour)
    lastAt = at
    lastOff = off
  }

  function look(at: EpochMs, value: number): Anomaly | null {
    if (at <= lastAt) return null
    odd = false
    if (Number.isNaN(first)) first = at
    const gap = Number.isNaN(lastAt) ? 0 : at - lastAt
    pace += PACE_FOLLOWS * (gap - pace)
    const span = Math.min(gap, LONGEST_SPAN * pace)
    const age = at - first
    const expected = usual.expected(at)
    const off = value - expected
    const step = gap > 0 && gap <= LONGEST_STEP_MS ? off - lastOff : 0

    if (age < SETTLES_MS) {
      settle(at, value, gap, off)
      return null
    }
    const jump = spikes.take(step, span, age >= LEARNING_MS.spike)
    const most = MOST_OFF * usual.spread()
    const held = Math.min(Math.max(off, -most), most)
    const shift = shifts.take(held, span, age >= LEARNING_MS.shift)
    const drift = drifts.take(held, span, age >= LEARNING_MS.drift)
    const isSpike = jump > 1 && Math.abs(off) > usual.spread()
    const goesBack = Math.abs(off) <= Math.abs(lastOff)
    const still = stillness(at, value, gap > Math.max(LONGEST_STEP_MS, span))
    const lost = season.take(value, expected, span, age)
    settle(at, value, gap, off)
    const spike = isSpike ? tell('spike', at, jump, value, expected) : null
    if (goesBack) odd = false
    if (shift > 1 || drift > 1) level ??= cameAtOnce(at) ? 'shift' : 'drift'
    else if (Math.abs(shifts.average()) < usual.spread()) level = null
    return (
      spike ??
      (level && shift > 1 ? tell(level, at, shift, value, expected) : null) ??
      (still > 1 ? tell('flatline', at, still, value, expected) : null) ??
      (level && drift > 1 ? tell(level, at, drift, value, expected) : null) ??
      (lost > 1 ? tell('lost-season', at, lost, value, expected) : null)
    )
  }

  /** After a jump, or seen in the mean of hours long before the mean of days. */
  function cameAtOnce(at: EpochMs): boolean {
    return at < (restsUntil.get('spike') ?? -Infinity) || drifts.average() / shifts.average() < SLOW
  }

  function isWild(at: EpochMs, value: number): boolean {
    const gap = at - lastAt
    if (!(gap > 0) || gap > LONGEST_STEP_MS || at - first < LEARNING_MS.spike) return false
    const off = value - usual.expected(at)
    const leaves = Math.abs(off) > Math.max(usual.spread(), Math.abs(lastOff))
    return leaves && spikes.judge(off - lastOff) > 1
  }

  const inSpreads = (distance: number) => (usual.spread() > 0 ? distance / usual.spread() : 0)
  return {
    look,
    isWild,
    odd: () => odd,
    off: () => inSpreads(lastOff),
    deviation: () => inSpreads(lastHour),
    dailyCourse: season.left,
    isReady: () => lastAt - first >= LEARNING_MS.spike,
  }
}
