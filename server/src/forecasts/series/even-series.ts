import { DAY, type EpochMs } from '@ioc/shared/time'

/** What was measured, in time order; times in epoch milliseconds. */
export interface Readings {
  times: Float64Array
  values: Float64Array
}

/** Values at even steps, each named by the start of its step; NaN where nothing was measured. */
export interface EvenSeries {
  start: EpochMs
  stepMs: number
  values: Float64Array
}

/** How the readings of one step combine. */
export type Over = 'mean' | 'sum'

/**
 * Brings readings to even steps.
 *
 * A sum of readings on a clock is scaled up to that of a full step. The last step is left out where readings end before it does, because it is
 * still growing. Readings farther apart than a step leave gaps.
 */
export function toEvenSeries({ times, values }: Readings, stepMs: number, over: Over): EvenSeries {
  const ownMs = medianGap(times.subarray(-WINDOW)) || stepMs
  const first = Math.floor((times[0] ?? 0) / stepMs)
  const endOfLast = (times.at(-1) ?? 0) + Math.min(ownMs, stepMs)
  const steps = Math.max(0, Math.floor(endOfLast / stepMs) - first)
  const sums = new Float64Array(steps)
  const counts = new Float64Array(steps)
  for (let i = 0; i < times.length; i++) {
    const step = Math.floor(times[i]! / stepMs) - first
    if (step >= steps) break
    sums[step]! += values[i]!
    counts[step]!++
  }
  if (over === 'sum') scaleUp(sums, counts)
  else for (let step = 0; step < steps; step++) sums[step]! /= counts[step]!
  return { start: first * stepMs, stepMs, values: sums }
}

/** So many steps that are known, or readings, tell how often is usual now. */
const WINDOW = 24

/** Readings come on a clock where steps, but for a quarter, have as many as most, give or take so many times that. */
const ON_A_CLOCK = 1.25
/** Where they come by what happens, nothing happened until so many of them are missing; then nobody was there to see it. */
const MISSING = 5

/**
 * Makes whole sums of steps. What comes later changes nothing.
 *
 * Readings on a clock: a step is full with as many of them as most of the last that are known have, itself among them.
 * One half measured is not half as much, so it is scaled up; NaN where not even half was measured. Readings of what
 * happens, one for each: a step with few is a quiet one, and stays as it is.
 */
export function scaleUp(sums: Float64Array, counts: Float64Array): void {
  const lately = new Float64Array(WINDOW)
  let known = 0
  let empty = 0
  for (let step = 0; step < sums.length; step++) {
    const count = counts[step]! || 0
    if (count > 0) lately[known++ % WINDOW] = count
    const usual = lately.slice(0, known).sort()
    const full = usual[usual.length >> 1] ?? 1
    empty = count > 0 ? 0 : empty + 1
    const few = usual[usual.length >> 2] ?? 1
    const isOnClock = (usual.at(-1) ?? 1) <= ON_A_CLOCK * full && (known < WINDOW || few * ON_A_CLOCK >= full)
    if (isOnClock) {
      if (count * 2 < full) sums[step] = NaN
      else if (count < full) sums[step]! *= full / count
    } else if (count === 0) {
      sums[step] = empty * few < MISSING ? 0 : NaN
    }
  }
}

/** The series up to and with the step of this index. */
export function until(series: EvenSeries, last: number): EvenSeries {
  return { ...series, values: series.values.subarray(0, last + 1) }
}

/** How many steps at the end are not known; all of them where none is. */
export function missingAtEnd({ values }: EvenSeries): number {
  return values.length - 1 - values.findLastIndex((value) => !Number.isNaN(value))
}

/** The newest `most` steps of a series. */
export function newest(series: EvenSeries, most: number): EvenSeries {
  const skip = Math.max(0, series.values.length - most)
  return { ...series, start: series.start + skip * series.stepMs, values: series.values.subarray(skip) }
}

export function timeOf({ start, stepMs }: EvenSeries, index: number): EpochMs {
  return start + index * stepMs
}

/** How many steps a day has; one where a step is a day or longer. */
export function stepsADay(stepMs: number): number {
  return Math.max(1, Math.round(DAY / stepMs))
}

/** The middle one of the distances between neighbours, in milliseconds; 0 for fewer than two readings. */
export function medianGap(times: Float64Array): number {
  const gaps = new Float64Array(Math.max(0, times.length - 1))
  for (let i = 0; i < gaps.length; i++) gaps[i] = times[i + 1]! - times[i]!
  gaps.sort()
  return gaps[gaps.length >> 1] ?? 0
}
