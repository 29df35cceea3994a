import type { ObservedProperty } from '@ioc/shared/properties'
import type { StuckRule, ValueRule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import { createAhead, type Ahead } from './ahead.js'
import { createDoubted, type Doubted } from './doubted.js'
import { lateAfterMs } from './lateness.js'
import type { Leaps } from './leaps.js'
import type { Level } from './levels-at.js'
import { createSlidingWindow, SPANS, spanOf, type SlidingWindow, type Span } from './sliding-window.js'
import type { Variety } from './variety.js'
import type { Held } from './watch.js'

/** A mean over a time needs so much of it. QCVN 05:2023/BTNMT asks three quarters of the values of a mean. */
const ENOUGH = 0.75

/** Turns the values of a datastream into the number that a rule's limits are held against. */
export interface Signal {
  /** The number after this value; null: this value says nothing (yet). */
  take(at: EpochMs, value: number, plausible: boolean): number | null
  /** A plausible value that came after a newer one: it belongs to what follows. */
  takeBehind?(at: EpochMs, value: number): void
  /** Goes on from a condition that was remembered. */
  resume?(held: Held): void
  /** Whether the condition runs on by the clock while nothing arrives: a sensor that is silent is not stuck. */
  readonly runsOnClock: boolean
  /** A plausible value tells it nothing unless it follows one that is not. */
  readonly heedsFaultsAlone?: true
  /** What it is a number of: the property itself, what is expected of it, how far it moved, or how the sensor is doing. */
  readonly about: 'level' | 'ahead' | 'change' | 'health'
  /** Of what is expected: takes a new forecast, and tells when a limit would be passed. */
  readonly ahead?: Ahead
  /** Of what does not fit: takes a doubt, and tells it. */
  readonly doubted?: Doubted
  /** What it remembers, to be filled again from the store after a restart. */
  readonly window?: Window
}

export interface Window {
  readonly span: Span
  /** Goes from one signal to the next where both are numbers of the same values. */
  fill: SlidingWindow
  filled: boolean
}

interface SignalOptions {
  rule: ValueRule
  station: Station
  property: Pick<ObservedProperty, 'over'> | undefined
  variety: Variety
  leaps: Leaps
  levels: readonly Level[]
}

/** Each kind of rule on values is a signal; all else (limits, hold, rest, hours, words) they have in common. */
export function createSignal({ rule, station, property, variety, leaps, levels }: SignalOptions): Signal {
  switch (rule.kind) {
    case 'threshold':
    case 'band':
      if (rule.over === undefined) return VALUE
      if (property?.over !== 'sum') return meanOver(SPANS[rule.over], station)
      return sumOver(SPANS[rule.over], leaps.join(station.id, station.reportIntervalS))
    case 'forecast':
      return reachAhead(createAhead(rule, levels))
    case 'rate':
      return changeWithin(spanOf(rule.withinS), rule.when)
    case 'stuck':
      return secondsUnchanged(rule, {
        others: variety.join(station.id),
        gapMs: lateAfterMs(rule.property, station.reportIntervalS),
      })
    case 'range':
      return implausibleInARow()
    case 'anomaly':
      return oddness(createDoubted(rule))
  }
}

/** The value as it is: it remembers nothing, so all datastreams share it. */
const VALUE: Signal = {
  take: (_, value, plausible) => (plausible ? value : null),
  runsOnClock: true,
  about: 'level',
}

/** What has come true is not ahead any more: each value is looked at, though only forecasts move it. */
function reachAhead(ahead: Ahead): Signal {
  return {
    take(_, value, plausible) {
      return plausible ? ahead.now(value) : null
    },
    runsOnClock: true,
    about: 'ahead',
    ahead,
  }
}

function windowOf(span: Span): Window {
  return { span, fill: createSlidingWindow(span), filled: false }
}

function meanOver(span: Span, { reportIntervalS }: Station): Signal {
  const window = windowOf(span)
  return {
    take(at, value, plausible) {
      if (!plausible) return null
      const { fill } = window
      fill.add(at, value)
      return fill.coverage(reportIntervalS * SECOND) >= ENOUGH ? fill.mean() : null
    },
    takeBehind: (at, value) => window.fill.addBehind(at, value),
    runsOnClock: true,
    about: 'level',
    window,
  }
}

/** What is missing of a sum only makes it smaller, so a part of the time is enough, and one leap is left out. */
function sumOver(span: Span, { believe, isLeap }: ReturnType<Leaps['join']>): Signal {
  const window = windowOf(span)
  return {
    take(at, value, plausible) {
      if (!plausible) return null
      const { fill } = window
      fill.add(at, believe(at, value))
      return fill.sum()
    },
    // What the neighbours measured then is not known any more: a leap has nobody to speak for it.
    takeBehind(at, value) {
      if (!isLeap(value)) window.fill.addBehind(at, value)
    },
    runsOnClock: true,
    about: 'level',
    window,
  }
}

function changeWithin(span: Span, when: 'rising' | 'falling'): Signal {
  const window = windowOf(span)
  return {
    take(at, value, plausible) {
      if (!plausible) return null
      const { fill } = window
      fill.add(at, value)
      return when === 'rising' ? value - fill.lowest() : fill.highest() - value
    },
    takeBehind: (at, value) => window.fill.addBehind(at, value),
    runsOnClock: true,
    about: 'change',
    window,
  }
}

/** Nothing stands over a gap: what was the same before and after a silence need not have been so in between. */
function secondsUnchanged(
  { tolerance = 0, except = [] }: StuckRule,
  { others, gapMs }: { others: ReturnType<Variety['join']>; gapMs: number },
): Signal {
  /** NaN before the first. After a restart it is not known how long the gap was, nor whose. */
  const reference = { value: Number.NaN, since: 0, lastAt: Infinity }
  return {
    take(at, value) {
      const isGap = at - reference.lastAt > gapMs
      reference.lastAt = at
      if (Math.abs(value - reference.value) <= tolerance) {
        if (isGap || except.includes(value)) reference.since = at
        return others.haveVariedSince(reference.since) ? (at - reference.since) / SECOND : 0
      }
      if (!Number.isNaN(reference.value)) others.varied(at)
      reference.value = value
      reference.since = at
      return 0
    },
    resume({ at, value, shown }) {
      reference.value = shown
      reference.since = at - value * SECOND
    },
    runsOnClock: false,
    about: 'health',
  }
}

function implausibleInARow(): Signal {
  let count = 0
  let lastAt = -Infinity
  return {
    take(at, _, plausible) {
      if (plausible) count = 0
      else if (at > lastAt) count += 1
      lastAt = at
      return count
    },
    resume({ at, value }) {
      count = value
      lastAt = at
    },
    runsOnClock: false,
    heedsFaultsAlone: true,
    about: 'health',
  }
}

/** Values move nothing by themselves: whether they fit is judged elsewhere. */
function oddness(doubted: Doubted): Signal {
  return {
    take: () => doubted.now(),
    resume: ({ value }) => doubted.resume(value),
    runsOnClock: true,
    heedsFaultsAlone: true,
    about: 'health',
    doubted,
  }
}
