import type { StandingDoubt } from '@ioc/shared/anomaly'
import { writeValue } from '@ioc/shared/message'
import type { Quality } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import { addTo, createStretch, empty, type Stretch } from './stretch.js'
import { watchDatastream, type Anomaly, type DatastreamWatch } from './watch.js'

/** One datastream as the desk follows it. */
export interface Watched {
  station: Station
  property: ObservedProperty
  watch: DatastreamWatch
  /** What came and was not looked at yet. */
  stretch: Stretch
  /** The newest that was looked at. */
  seenAt: EpochMs
  /** What stands: flagged first, with its value; null: all fits. */
  anomaly: (Anomaly & { value: number }) | null
  /** When a value did not fit last. */
  oddAt: EpochMs
  /** The first value since then that fits; NaN: none yet. */
  fitsSince: EpochMs
  /** Since what was stuck has moved: how many values lay elsewhere, one after the other. */
  moved: number
  /** An anomaly is over, and nobody was told yet. */
  over: boolean
  /** What was told of it. */
  doubt: StandingDoubt | null
  /** Its past has been looked at. */
  learned: boolean
}

/** Values of so long, by their own time, are looked at together. */
export const STRETCH_MS = MINUTE
/** Fits again: no odd value for so long, and the last hour no farther than this from what is usual. */
const OVER_MS = HOUR
export const FAR = 4
/** What has stood still and moves on is not stuck: so many values elsewhere show it. */
const MOVES = 2

export function createWatched(station: Station, property: ObservedProperty, doubt: StandingDoubt | null): Watched {
  return {
    station,
    property,
    watch: watchDatastream((value, finer) => writeValue(value, property, finer)),
    stretch: createStretch(),
    seenAt: NaN,
    anomaly: null,
    oddAt: NaN,
    fitsSince: NaN,
    moved: 0,
    over: false,
    doubt,
    learned: false,
  }
}

/**
 * Takes a value in, late or in time; what is older than what was looked at is passed over, as the watch knows only what
 * came before. A minute later, by the times of the values, its stretch is looked at.
 */
export function takeIn(each: Watched, at: EpochMs, value: number, quality: Quality): void {
  const { stretch, property } = each
  if (quality === 'calibrating' || quality === 'fault' || at <= each.seenAt) return
  if (value < property.min || value > property.max) return
  if (at - stretch.from >= STRETCH_MS) lookAtStretch(each)
  // What is far behind all the others would be looked at as if it were one of them.
  if (stretch.from - at < STRETCH_MS || Number.isNaN(stretch.from)) addTo(stretch, at, value)
}

/**
 * Looks at the last value of the stretch, and before it at its lowest and highest where they are wild: so none is missed,
 * and yet the watch goes by the minute, however often a sensor reports. What is usual from minute to minute is more than
 * what is usual from second to second.
 */
export function lookAtStretch(each: Watched): void {
  const { lowAt, low, highAt, high, at, value } = each.stretch
  empty(each.stretch)
  if (Number.isNaN(at)) return
  const lowFirst = lowAt < highAt
  if (lowFirst) lookIfWild(each, lowAt, low, at)
  lookIfWild(each, highAt, high, at)
  if (!lowFirst) lookIfWild(each, lowAt, low, at)
  look(each, at, value)
}

function lookIfWild(each: Watched, at: EpochMs, value: number, before: EpochMs): void {
  if (at < before && each.watch.isWild(at, value)) look(each, at, value)
}

function look(each: Watched, at: EpochMs, value: number): void {
  if (at <= each.seenAt) return
  const { watch } = each
  const found = watch.look(at, value)
  each.seenAt = at
  if (watch.odd()) {
    each.oddAt = at
    each.fitsSince = NaN
  } else if (Number.isNaN(each.fitsSince)) each.fitsSince = at
  if (movesOn(each, value)) forgive(each)
  if (found && isNews(each.anomaly, found)) each.anomaly = { ...found, value }
  if (found || !each.anomaly || at - each.oddAt < OVER_MS || Math.abs(watch.deviation()) >= FAR) return
  forgive(each)
}

/** A river that was still for half a day is not to be doubted while it rises: it is not stuck any more. */
function movesOn(each: Watched, value: number): boolean {
  const { anomaly } = each
  each.moved = anomaly?.kind === 'flatline' && value !== anomaly.value ? each.moved + 1 : 0
  return each.moved >= MOVES
}

function forgive(each: Watched): void {
  each.anomaly = null
  each.over = true
  each.moved = 0
}

/** What was flagged first stands for what follows; but what stands still after a jump is stuck, whatever the jump was. */
function isNews(before: Anomaly | null, { kind }: Anomaly): boolean {
  return before === null || (kind === 'flatline' && before.kind !== 'flatline')
}
